// Where the program may be: each place, their order, trust, and Windows.

import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { places, type Surroundings } from '../src/places';

const LINUX: Surroundings = {
  platform: 'linux',
  home: '/home/me',
  environment: { PATH: '/usr/bin:bin::.:/opt/bin' },
  extension: '/extension',
  folders: ['/project/one', '/project/two'],
  isTrusted: true,
  setting: undefined,
};

const WINDOWS: Surroundings = {
  platform: 'win32',
  home: 'C:\\Users\\me',
  environment: { Path: 'C:\\Windows;bin;"C:\\Program Files\\tools"' },
  extension: 'C:\\extension',
  folders: ['C:\\project'],
  isTrusted: true,
  setting: undefined,
};

const programs = (of: Surroundings): string[] => places(of).map((it) => it.program);

test('the places have an order, and relative entries of PATH are left out', () => {
  deepEqual(
    places(LINUX).map((it) => [it.kind, it.program]),
    [
      ['bundled', '/extension/bin/needs-exec-role'],
      ['environment', '/project/one/.venv/bin/needs-exec-role'],
      ['environment', '/project/one/venv/bin/needs-exec-role'],
      ['environment', '/project/two/.venv/bin/needs-exec-role'],
      ['environment', '/project/two/venv/bin/needs-exec-role'],
      ['path', '/usr/bin/needs-exec-role'],
      ['path', '/opt/bin/needs-exec-role'],
      ['cargo', '/home/me/.cargo/bin/needs-exec-role'],
      ['homebrew', '/opt/homebrew/bin/needs-exec-role'],
      ['homebrew', '/usr/local/bin/needs-exec-role'],
      ['homebrew', '/home/linuxbrew/.linuxbrew/bin/needs-exec-role'],
    ],
  );
});

test('on Windows programs end in .exe, environments have Scripts, and variables have no case', () => {
  deepEqual(programs(WINDOWS), [
    'C:\\extension\\bin\\needs-exec-role.exe',
    'C:\\project\\.venv\\Scripts\\needs-exec-role.exe',
    'C:\\project\\venv\\Scripts\\needs-exec-role.exe',
    'C:\\Windows\\needs-exec-role.exe',
    'C:\\Program Files\\tools\\needs-exec-role.exe',
    'C:\\Users\\me\\.cargo\\bin\\needs-exec-role.exe',
  ]);
});

test('CARGO_HOME replaces the directory of cargo', () => {
  const cargo = places({ ...LINUX, environment: { CARGO_HOME: '/cargo' } }).find((it) => it.kind === 'cargo');
  equal(cargo?.program, '/cargo/bin/needs-exec-role');
});

test('a setting is the only place', () => {
  deepEqual(places({ ...LINUX, setting: '/a/program' }), [{ kind: 'setting', program: '/a/program' }]);
  deepEqual(programs({ ...LINUX, setting: '~/bin/it' }), ['/home/me/bin/it']);
  deepEqual(programs({ ...LINUX, setting: 'tools/it' }), ['/project/one/tools/it']);
  deepEqual(programs({ ...WINDOWS, setting: 'D:\\it.exe' }), ['D:\\it.exe']);
  equal(programs({ ...LINUX, setting: ' ' })[0], '/extension/bin/needs-exec-role');
});

test('where the workspace is not trusted, neither the setting nor the environment counts', () => {
  const kinds = places({ ...LINUX, isTrusted: false, setting: '/a/program' }).map((it) => it.kind);
  deepEqual([...new Set(kinds)], ['bundled', 'path', 'cargo', 'homebrew']);
});
