// The packages: what is in them, and which program the one for a platform starts.

import { deepEqual, equal, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { codes, found, openFile, WEB } from './stand-in/findings';
import { activate } from './stand-in/load';
import { install, packed } from './stand-in/vsix';
import { EXTENSION, MANIFEST, newEditor, newFolder, until, writeProgram } from './stand-in/workspace';

const EVERYWHERE = join(EXTENSION, 'out', 'needs-exec-role.vsix');
const FOR_THIS_PLATFORM = join(EXTENSION, 'out', 'needs-exec-role-bundled.vsix');
const PARTS = ['LICENSE.txt', 'icon.png', 'out/configuration-v1.schema.json', 'out/extension.js', 'package.json', 'readme.md'];

test('a package has what the extension requires, and nothing else', () => {
  const ofVsce = ['[Content_Types].xml', 'extension.vsixmanifest'];
  const expected = (parts: string[]): string[] => [...ofVsce, ...parts.map((part) => `extension/${part}`)].sort();
  const names = (file: string): string[] => packed(file).map((it) => it.name).sort();
  deepEqual(names(EVERYWHERE), expected(PARTS));
  deepEqual(names(FOR_THIS_PLATFORM), expected([...PARTS, 'bin/needs-exec-role']));
});

test('publisher and repository are those of the workflow, if it has them', () => {
  const manifest = (environment: Record<string, string>): Record<string, unknown> => {
    const file = join(newFolder(), 'it.vsix');
    const { VSCODE_PUBLISHER, GITHUB_SERVER_URL, GITHUB_REPOSITORY, ...env } = process.env;
    execFileSync(process.execPath, ['package.mjs', file], { cwd: EXTENSION, env: { ...env, ...environment } });
    const found = packed(file).find((it) => it.name === 'extension/package.json');
    return JSON.parse(found?.bytes().toString() ?? '');
  };
  const unnamed = manifest({ VSCODE_PUBLISHER: '' });
  deepEqual([unnamed['publisher'], unnamed['repository'], unnamed['bugs']], [MANIFEST.publisher, undefined, undefined]);
  const address = 'https://example.test/owner/name';
  const named = manifest({
    VSCODE_PUBLISHER: 'someone',
    GITHUB_SERVER_URL: 'https://example.test',
    GITHUB_REPOSITORY: 'owner/name',
  });
  equal(named['publisher'], 'someone');
  deepEqual(named['repository'], { type: 'git', url: `${address}.git` });
  deepEqual(named['bugs'], { url: `${address}/issues` });
  // What is for development stays there.
  equal(named['devDependencies'], undefined);
  deepEqual(named['contributes'], MANIFEST.contributes);
});

test('the package for a platform names it', () => {
  const platform = (file: string): string | undefined => {
    const manifest = packed(file).find((it) => it.name === 'extension.vsixmanifest');
    return /TargetPlatform="([^"]*)"/.exec(manifest?.bytes().toString() ?? '')?.[1];
  };
  equal(platform(EVERYWHERE), undefined);
  equal(platform(FOR_THIS_PLATFORM), `${process.platform}-${process.arch}`);
});

test('the package for a platform starts its own program, whatever else is installed', async (t) => {
  const [extension, folder] = [newFolder(), newFolder()];
  install(FOR_THIS_PLATFORM, extension);
  const others = [join(folder, '.venv', 'bin'), join(folder, 'path')];
  others.forEach((other) => writeProgram(join(other, 'needs-exec-role')));
  const before = process.env['PATH'];
  process.env['PATH'] = [join(folder, 'path'), before].join(delimiter);
  t.after(() => void (process.env['PATH'] = before));

  const bundle = join(extension, 'out', 'extension.js');
  const { editor } = await activate(t, newEditor(folder, null), extension, bundle);
  const bundled = join(extension, 'bin', 'needs-exec-role');
  ok(editor.log.includes(`${bundled}, version ${MANIFEST.version} (bundled)`), editor.log.join('\n'));
  const document = openFile(editor, WEB, 'json');
  await until('diagnostics', () => codes(found(editor, document)).includes('execution-role-missing'));
  deepEqual(editor.messages, []);
});

test('the package for every platform starts the one of the workspace', async (t) => {
  const [extension, folder] = [newFolder(), newFolder()];
  install(EVERYWHERE, extension);
  writeProgram(join(folder, '.venv', 'bin', 'needs-exec-role'));
  const { editor } = await activate(t, newEditor(folder, null), extension, join(extension, 'out', 'extension.js'));
  ok(editor.log.some((it) => it.endsWith('version 9.9.9 (environment)')), editor.log.join('\n'));
});
