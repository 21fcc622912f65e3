// The settings of VS Code → those that the server is sent.

/** The section of the settings, and the name of the server. */
export const SECTION = 'needs-exec-role';

/** The settings that the server reads: `config`, and every key of the configuration. */
export const SERVER_SETTINGS = [
  'config',
  'launch-types',
  'agent-version',
  'account',
  'region',
  'partition',
  'assume',
  'parameters',
  'roles',
  'rules',
  'exclude',
  'severity',
  'exceptions',
  'fix',
] as const;

/** What is set of them. The server reports keys that it does not know, and `null` is the default here. */
export function serverSettings(section: unknown): Record<string, unknown> {
  const all: Record<string, unknown> = { ...(section ?? {}) };
  const set = SERVER_SETTINGS.map((key) => [key, all[key]] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== null && value !== ''));
}
