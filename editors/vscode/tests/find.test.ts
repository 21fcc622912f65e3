// Which program is used: the first that is there, if its version is high enough.

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { find } from '../src/find';
import { places, type Place } from '../src/places';
import { isAtLeast, LOWEST_VERSION, versionIn } from '../src/version';
import { MANIFEST, newFolder, PROGRAM, writeProgram } from './stand-in/workspace';

/** The places of a folder that has all of them; Homebrew's are absolute, and may have a program here. */
function placesIn(folder: string, setting?: string, isTrusted = true): Place[] {
  const all = places({
    platform: process.platform,
    home: path.join(folder, 'home'),
    environment: { PATH: path.join(folder, 'path') },
    extension: path.join(folder, 'extension'),
    folders: [path.join(folder, 'work')],
    isTrusted,
    setting,
  });
  return all.filter((place) => place.kind !== 'homebrew');
}

async function problem(of: readonly Place[]): Promise<string> {
  const found = await find(of);
  return 'problem' in found ? found.problem : `found ${found.place.program}`;
}

test('each place is found, and one before it counts more', async () => {
  const folder = newFolder();
  for (const place of placesIn(folder).reverse()) {
    writeProgram(place.program);
    deepEqual(await find(placesIn(folder)), { place, version: '9.9.9' });
  }
  const setting = path.join(folder, 'elsewhere');
  writeProgram(setting);
  deepEqual(await find(placesIn(folder, setting)), { place: { kind: 'setting', program: setting }, version: '9.9.9' });
});

test('a program of a workspace that is not trusted is not started', async () => {
  const folder = newFolder();
  const [, environment] = placesIn(folder);
  ok(environment);
  writeProgram(environment.program);
  ok('place' in (await find(placesIn(folder))));
  match(await problem(placesIn(folder, environment.program, false)), /was not found/);
});

test('the real program is new enough', async () => {
  const found = await find([{ kind: 'setting', program: PROGRAM }]);
  ok('version' in found);
  equal(found.version, MANIFEST.version);
});

test('where there is none, a sentence says what to do', async () => {
  const folder = newFolder();
  const missing = `install version ${LOWEST_VERSION} or later, or set needs-exec-role.path to the program.`;
  equal(await problem(placesIn(folder)), `needs-exec-role was not found: ${missing}`);
  equal(
    await problem(placesIn(folder, '/none/here')),
    'There is no program /none/here: correct the setting needs-exec-role.path, or remove it.',
  );
});

test('what is no program is passed over: a directory, a file that is not executable', async () => {
  const [bundled, environment, ...others] = placesIn(newFolder());
  ok(bundled && environment && others[0]);
  mkdirSync(bundled.program, { recursive: true });
  mkdirSync(path.dirname(environment.program), { recursive: true });
  writeFileSync(environment.program, '', { mode: 0o644 });
  match(await problem([bundled, environment]), /was not found/);
});

test('an old program, and another one, are not used', async () => {
  const [place] = placesIn(newFolder());
  ok(place);
  writeProgram(place.program, 'needs-exec-role 0.1.9');
  const tooOld = `has version 0.1.9, which is too old: install version ${LOWEST_VERSION} or later.`;
  equal(await problem([place]), `${place.program} ${tooOld}`);
  writeProgram(place.program, 'another 9.9.9');
  match(await problem([place]), /does not run, or is another program: set needs-exec-role\.path/);
});

test('versions are compared by number', () => {
  equal(versionIn('needs-exec-role 0.10.2-dev (abc)\n'), '0.10.2');
  equal(versionIn('needs-exec-role'), undefined);
  const pairs = [['0.10.0', '0.9.9'], ['1.0.0', '0.9.9'], ['0.2.0', '0.2.0'], ['0.2.1', '0.2.0']] as const;
  for (const [high, low] of pairs) {
    ok(isAtLeast(high, low), `${high} ${low}`);
    equal(isAtLeast(low, high), high === low, `${low} ${high}`);
  }
});
