// The extension with the real server: start, diagnostics, settings, restarts, and where the program is not found.

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { SERVER_SETTINGS } from '../src/settings';
import { TextDocument } from './stand-in/documents';
import { codeOf, codes, found, openFile, WEB } from './stand-in/findings';
import { activate } from './stand-in/load';
import { DiagnosticSeverity, Uri } from './stand-in/values';
import { newEditor, newFolder, PROGRAM, REPOSITORY, until, writeObserved, writeProgram } from './stand-in/workspace';

const FIXTURES = path.join(REPOSITORY, 'fixtures');

test('diagnostics arrive for a file, change with it, and go with their cause', async (t) => {
  const { editor, stop } = await activate(t, newEditor(path.dirname(WEB)), newFolder());
  equal(editor.contexts.get('needs-exec-role.running'), true);
  const document = openFile(editor, WEB, 'json');
  await until('diagnostics', () => found(editor, document).length > 0);
  const [first] = found(editor, document);
  ok(first);
  equal(codeOf(first), 'execution-role-missing');
  equal(first.severity, DiagnosticSeverity.Error);
  equal(first.source, 'needs-exec-role');
  match(first.message, /^FARGATE requires a task execution role/);
  equal(document.getText(first.range), '"111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1.4.2"');
  ok((first.relatedInformation ?? []).length > 0);
  const role = '{\n  "executionRoleArn": "arn:aws:iam::111122223333:role/web",';
  editor.documents.change(document, document.getText().replace('{', role));
  await until('no error', () => !codes(found(editor, document)).includes('execution-role-missing'));
  deepEqual(editor.messages, []);
  await stop();
  equal(editor.contexts.get('needs-exec-role.running'), false);
});

test('files of a module that are not open have diagnostics as well', async (t) => {
  const folder = path.join(FIXTURES, 'terraform', 'tasks', 'files');
  const { editor } = await activate(t, newEditor(folder), newFolder());
  const main = openFile(editor, path.join(folder, 'main.tf'), 'terraform');
  await until('diagnostics', () => found(editor, main).length > 0);
  ok(codes(found(editor, main)).includes('execution-role-undetermined'));
  const containers = Uri.file(path.join(folder, 'containers.json')).toString();
  await until('those of the other file', () => editor.diagnostics.has(containers));
  ok(codes(editor.diagnostics.get(containers) ?? []).includes('execution-role-missing'));
  deepEqual(editor.messages, []);
});

test('a template without a language of its own, and YAML that is not saved, are checked', async (t) => {
  const { editor } = await activate(t, newEditor(newFolder()), newFolder());
  const text = readFileSync(WEB, 'utf8').replace('"/ecs/web"', '"${group}"');
  const template = editor.open(path.join(editor.folder, 'web.json.tftpl'), 'plaintext', text);
  await until('those of the template', () => codes(found(editor, template)).includes('execution-role-missing'));
  const page = editor.open(path.join(editor.folder, 'README.md'), 'markdown', text);
  const unsaved = new TextDocument(Uri.parse('untitled:Untitled-1'), 'yaml', text);
  editor.documents.add(unsaved);
  await until('those of YAML', () => codes(found(editor, unsaved)).includes('execution-role-missing'));
  deepEqual(found(editor, page), []);
  deepEqual(editor.messages, []);
});

test('a change of the settings counts at once', async (t) => {
  const { editor } = await activate(t, newEditor(path.dirname(WEB)), newFolder());
  const document = openFile(editor, WEB, 'json');
  await until('an error', () => found(editor, document)[0]?.severity === DiagnosticSeverity.Error);
  editor.set('needs-exec-role.severity', { 'execution-role-missing': 'warning' });
  await until('a warning', () => found(editor, document)[0]?.severity === DiagnosticSeverity.Warning);
  editor.set('needs-exec-role.severity', null);
  await until('an error again', () => found(editor, document)[0]?.severity === DiagnosticSeverity.Error);
  editor.set('needs-exec-role.launch-types', ['external']);
  await until('the launch type', () => found(editor, document).some((it) => it.message.startsWith('EXTERNAL')));
  deepEqual(editor.messages, []);
});

test('settings count from the start', async (t) => {
  const configured = newEditor(path.dirname(WEB));
  configured.settings.set('needs-exec-role.severity', { 'execution-role-missing': 'note' });
  const { editor } = await activate(t, configured, newFolder());
  const document = openFile(editor, WEB, 'json');
  await until('diagnostics', () => found(editor, document).length > 0);
  ok(found(editor, document).every((it) => it.severity >= DiagnosticSeverity.Information));
});

test('the server reads every setting that is declared', async (t) => {
  for (const key of SERVER_SETTINGS) {
    const { editor, stop } = await activate(t, newEditor(path.dirname(WEB)), newFolder());
    openFile(editor, WEB, 'json');
    editor.set(`needs-exec-role.${key}`, key === 'config' ? '/none/here.yaml' : 4.5);
    await until(`a message about ${key}`, () => editor.messages.length > 0);
    await stop();
  }
});

test('the setting of the path and trust start the program that is found then', async (t) => {
  const [extension, folder] = [newFolder(), newFolder()];
  const old = path.join(folder, '.venv', 'bin', 'needs-exec-role');
  writeProgram(old, 'needs-exec-role 0.1.0');
  const distrusted = newEditor(folder, '/none/here');
  distrusted.isTrusted = false;
  writeObserved(path.join(extension, 'bin', 'needs-exec-role'), path.join(folder, 'pids'));
  const { editor } = await activate(t, distrusted, extension);
  deepEqual(editor.messages, []);
  ok(editor.log.some((it) => it.includes('(bundled)')));

  editor.grantTrust();
  await until('the setting counts', () => editor.messages.length === 1);
  match(editor.messages[0] ?? '', /^There is no program .*none.*here: correct the setting/);
  editor.set('needs-exec-role.path', old);
  await until('it is too old', () => editor.messages.length === 2);
  match(editor.messages[1] ?? '', /has version 0\.1\.0, which is too old/);
  equal(editor.contexts.get('needs-exec-role.running'), false);
  editor.set('needs-exec-role.path', PROGRAM);
  await until('it runs', () => editor.contexts.get('needs-exec-role.running') === true);
});
