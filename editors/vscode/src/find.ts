// The places where the program may be → the program that is used, or a sentence that says what to do.

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Place } from './places';
import { isAtLeast, LOWEST_VERSION, versionOf } from './version';

/** The program that is used. */
export interface FoundProgram {
  readonly place: Place;
  readonly version: string;
}

/** Why there is none, and what to do. */
export interface NotFound {
  readonly problem: string;
}

/** The first place that has the program decides, also if its version is too low. */
export async function find(places: readonly Place[]): Promise<FoundProgram | NotFound> {
  for (const place of places) {
    if (await isProgram(place.program)) {
      return await checked(place);
    }
    if (place.kind === 'setting') {
      return { problem: `There is no program ${place.program}: correct the setting needs-exec-role.path, or remove it.` };
    }
  }
  return {
    problem:
      `needs-exec-role was not found: install version ${LOWEST_VERSION} or later, ` +
      'or set needs-exec-role.path to the program.',
  };
}

async function checked(place: Place): Promise<FoundProgram | NotFound> {
  const version = await versionOf(place.program);
  if (version === undefined) {
    const other = 'set needs-exec-role.path to the program needs-exec-role.';
    return { problem: `${place.program} does not run, or is another program: ${other}` };
  }
  if (!isAtLeast(version, LOWEST_VERSION)) {
    const newer = `install version ${LOWEST_VERSION} or later.`;
    return { problem: `${place.program} has version ${version}, which is too old: ${newer}` };
  }
  return { place, version };
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
