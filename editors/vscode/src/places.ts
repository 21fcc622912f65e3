// What is known of the machine → the places where the program may be, in the order in which they count.

import * as path from 'node:path';

/** What the places depend on. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  /** The home directory. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The directory of this extension. */
  readonly extension: string;
  /** The folders of the workspace. */
  readonly folders: readonly string[];
  /** Whether the workspace is trusted: only then is a program started that it contains or names. */
  readonly isTrusted: boolean;
  /** The setting `needs-exec-role.path`. */
  readonly setting: string | undefined;
}

/** A place where the program may be. */
export interface Place {
  readonly kind: 'setting' | 'bundled' | 'environment' | 'path' | 'cargo' | 'homebrew';
  readonly program: string;
}

/** Where Homebrew links programs: on Apple silicon, on Intel, on Linux. */
const HOMEBREW = ['/opt/homebrew/bin', '/usr/local/bin', '/home/linuxbrew/.linuxbrew/bin'];

/** The places, the first that counts first. A setting that is used is the only place. */
export function places(of: Surroundings): Place[] {
  const system = of.platform === 'win32' ? path.win32 : path.posix;
  if (of.isTrusted && of.setting !== undefined && of.setting.trim() !== '') {
    return [{ kind: 'setting', program: expanded(of.setting.trim(), of, system) }];
  }
  const name = of.platform === 'win32' ? 'needs-exec-role.exe' : 'needs-exec-role';
  const at = (kind: Place['kind'], directories: readonly string[]): Place[] =>
    directories.map((directory) => ({ kind, program: system.join(directory, name) }));
  return [
    ...at('bundled', [system.join(of.extension, 'bin')]),
    ...at('environment', of.isTrusted ? virtualEnvironments(of, system) : []),
    ...at('path', directoriesOfPath(of, system)),
    ...at('cargo', [system.join(variable(of, 'CARGO_HOME') ?? system.join(of.home, '.cargo'), 'bin')]),
    ...at('homebrew', of.platform === 'win32' ? [] : HOMEBREW),
  ];
}

/** A path of the settings: `~` is the home directory, and what is relative is in the first folder. */
function expanded(given: string, of: Surroundings, system: path.PlatformPath): string {
  const isInHome = given === '~' || given.startsWith('~/') || given.startsWith('~\\');
  if (isInHome) {
    return system.join(of.home, given.slice(1));
  }
  return system.isAbsolute(given) ? given : system.join(of.folders[0] ?? of.home, given);
}

function virtualEnvironments(of: Surroundings, system: path.PlatformPath): string[] {
  const programs = of.platform === 'win32' ? 'Scripts' : 'bin';
  return of.folders.flatMap((folder) => ['.venv', 'venv'].map((name) => system.join(folder, name, programs)));
}

/** Relative entries are left out: they would be somewhere in the workspace. */
function directoriesOfPath(of: Surroundings, system: path.PlatformPath): string[] {
  const entries = (variable(of, 'PATH') ?? '').split(system.delimiter);
  return entries.map((entry) => entry.replace(/^"(.*)"$/, '$1')).filter((entry) => system.isAbsolute(entry));
}

/** A variable that is set; on Windows names have no case. */
function variable(of: Surroundings, name: string): string | undefined {
  const found = Object.entries(of.environment).find(
    ([key]) => key === name || (of.platform === 'win32' && key.toUpperCase() === name),
  );
  return found?.[1] === '' ? undefined : found?.[1];
}
