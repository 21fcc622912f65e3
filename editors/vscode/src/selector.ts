// Which files are sent to the server.

/** The languages in which task definitions are written. */
export const LANGUAGES = ['json', 'jsonc', 'yaml', 'terraform', 'terraform-vars', 'opentofu'] as const;

/** Files without a language of their own: templates, and Terraform without an extension for it. */
export const PATTERN = '**/*.{tftpl,tpl,tmpl,template,j2,jinja,jinja2,hbs,mustache,erb,tf,tofu,tfvars}';

/** The configuration, should its name not mean YAML to the editor. */
export const CONFIGURATION = '**/.needs-exec-role.yaml';

/** A filter of the client: what is set of it has to match. */
export interface Filter {
  readonly scheme: string;
  readonly language?: string;
  readonly pattern?: string;
}

/** The filters: files on the disk, and new ones in a language. */
export function selector(): Filter[] {
  const byLanguage = LANGUAGES.flatMap((language) => [
    { scheme: 'file', language },
    { scheme: 'untitled', language },
  ]);
  return [...byLanguage, { scheme: 'file', pattern: PATTERN }, { scheme: 'file', pattern: CONFIGURATION }];
}
