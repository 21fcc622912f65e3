// What package.json declares is what the extension and the server have.

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { LANGUAGES, selector } from '../src/selector';
import { serverSettings, SERVER_SETTINGS } from '../src/settings';
import { isAtLeast, LOWEST_VERSION } from '../src/version';
import { glob, match as matches, TextDocument } from './stand-in/documents';
import { EXTENSION, MANIFEST, REPOSITORY } from './stand-in/workspace';
import { Uri } from './stand-in/values';

/** As much of a JSON Schema as is compared. */
interface Schema {
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: object;
  readonly additionalProperties?: Schema;
}

const SCHEMA_FILE = 'docs/schema/configuration-v1.schema.json';
const SCHEMA: { readonly properties: Record<string, Schema>; readonly $defs: Record<string, Schema> } = JSON.parse(
  readFileSync(path.join(REPOSITORY, SCHEMA_FILE), 'utf8'),
);

test('the settings are those of the server, the path and the trace', () => {
  const declared = Object.keys(MANIFEST.contributes.configuration.properties);
  const expected = ['path', ...SERVER_SETTINGS, 'trace.server'].map((key) => `needs-exec-role.${key}`);
  deepEqual(declared, expected);
});

/** A part of the schema of the configuration, with what it refers to in its place: settings can refer to nothing. */
function resolved(part: unknown): unknown {
  if (Array.isArray(part)) {
    return part.map(resolved);
  }
  if (typeof part !== 'object' || part === null) {
    return part;
  }
  const { $ref: reference, ...own } = part as Record<string, unknown>;
  const entries = Object.entries(own).map(([key, value]) => [key, resolved(value)]);
  const target = typeof reference === 'string' ? resolved(SCHEMA.$defs[reference.replace('#/$defs/', '')]) : {};
  return { ...(target as object), ...Object.fromEntries(entries) };
}

test('the settings of the server are the keys of the configuration', () => {
  deepEqual(SERVER_SETTINGS, ['config', ...Object.keys(SCHEMA.properties)]);
});

test('a setting takes what the key of the configuration takes, a list where that may also be one item', () => {
  const declared = (key: string): Schema => {
    const found = MANIFEST.contributes.configuration.properties[`needs-exec-role.${key}`];
    ok(found, key);
    return found as Schema;
  };
  const items = { parameters: 'parameters', roles: 'roles', rules: 'text', exclude: 'pattern', exceptions: 'exception' };
  for (const [key, name] of Object.entries(items)) {
    deepEqual(declared(key).items, resolved(SCHEMA.$defs[name]), `${key}: copy it from ${SCHEMA_FILE}`);
  }
  for (const [key, part] of Object.entries(SCHEMA.properties)) {
    equal(declared(key).pattern, part.pattern, key);
  }
  deepEqual(declared('fix').properties, SCHEMA.properties['fix']?.properties);
  deepEqual(declared('severity').additionalProperties?.enum, SCHEMA.properties['severity']?.additionalProperties?.enum);
  const inLowerCase = SCHEMA.$defs['launchType']?.enum?.filter((it) => it === it.toLowerCase());
  deepEqual(declared('launch-types').items?.enum, inLowerCase);
});

test('only what is set is sent to the server', () => {
  const given = { path: '/it', trace: { server: 'off' }, account: null, region: '', severity: { a: 'note' } };
  deepEqual(serverSettings(given), { severity: { a: 'note' } });
  deepEqual(serverSettings(undefined), {});
});

test('every command has its category, a title and a condition', () => {
  for (const { command, category, title, enablement } of MANIFEST.contributes.commands) {
    equal(category, 'needs-exec-role');
    match(enablement, /^needs-exec-role\.(active|running)/, command);
    ok(title.length > 10, title);
  }
});

test('the schema of the configuration is a copy', () => {
  const [validation] = MANIFEST.contributes.yamlValidation;
  equal(validation?.fileMatch, '.needs-exec-role.yaml');
  const original = path.join(REPOSITORY, 'docs/schema', path.basename(validation.url));
  deepEqual(readFileSync(path.join(EXTENSION, validation.url)), readFileSync(original));
});

test('the icon is a square PNG, large enough for the Marketplace', () => {
  const image = readFileSync(path.join(EXTENSION, MANIFEST.icon));
  equal(image.subarray(1, 4).toString(), 'PNG');
  const [width, height] = [image.readUInt32BE(16), image.readUInt32BE(20)];
  equal(width, height);
  ok(width >= 128, String(width));
});

test('the license is that of the program', () => {
  match(readFileSync(path.join(REPOSITORY, 'Cargo.toml'), 'utf8'), new RegExp(`^license = "${MANIFEST.license}"$`, 'm'));
});

test('the README lists every setting', () => {
  const page = readFileSync(path.join(EXTENSION, 'README.md'), 'utf8');
  for (const key of Object.keys(MANIFEST.contributes.configuration.properties)) {
    ok(page.includes(`| \`${key}\` |`), key);
  }
  ok(isAtLeast(MANIFEST.version, LOWEST_VERSION));
});

test('the extension starts where there is something to read, also if no other one knows the language', () => {
  const events = MANIFEST.activationEvents.map((event) => event.split(':') as [string, string]);
  const of = (kind: string): string[] => events.filter(([it]) => it === kind).map(([, rest]) => rest);
  deepEqual(of('onLanguage'), [...LANGUAGES]);
  const patterns = of('workspaceContains').map(glob);
  for (const name of ['main.tf', 'main.tofu', 'web.json.tftpl', 'w.yaml.j2', 'stack.template', '.needs-exec-role.yaml']) {
    ok(patterns.some((it) => it.test(`/a/${name}`)), name);
  }
  ok(!patterns.some((it) => it.test('/a/index.html.erb')));
});

test('the lowest version is the first with the language server', () => {
  const [before = '', ...more] = readFileSync(path.join(REPOSITORY, 'CHANGELOG.md'), 'utf8').split('\n- `needs-exec-role lsp`');
  equal(more.length, 1);
  const first = [...before.matchAll(/^## \[(.*?)\]/gm)].at(-1)?.[1];
  // The next version is not named before it is released.
  equal(LOWEST_VERSION, first === 'Unreleased' ? MANIFEST.version : first);
});

test('what the server reads is sent to it, and nothing else', () => {
  const isSent = (uri: string, language: string): boolean =>
    matches(selector(), new TextDocument(Uri.parse(uri), language, '')) > 0;
  for (const language of ['json', 'jsonc', 'yaml', 'terraform', 'terraform-vars', 'opentofu']) {
    ok(isSent('file:///a/b', language), language);
    ok(isSent('untitled:Untitled-1', language), language);
    ok(!isSent('git:/a/b', language), language);
  }
  for (const name of ['web.json.tftpl', 'w.yaml.j2', 'stack.template', 'main.tf', 'main.tofu', '.needs-exec-role.yaml']) {
    ok(isSent(`file:///a/${name}`, 'plaintext'), name);
  }
  for (const name of ['README.md', 'main.rs', 'a.tf.md']) {
    ok(!isSent(`file:///a/${name}`, 'plaintext'), name);
  }
});
