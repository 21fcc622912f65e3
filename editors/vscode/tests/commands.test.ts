// Each command with the real server.

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { test, type TestContext } from 'node:test';
import { activate } from './stand-in/load';
import type { Editor } from './stand-in/vscode';
import { MANIFEST, newEditor, newFolder, REPOSITORY } from './stand-in/workspace';

const WEB = path.join(REPOSITORY, 'fixtures', 'readme', 'web.json');
const STACK = path.join(REPOSITORY, 'fixtures', 'terraform', 'tasks', 'files', 'main.tf');

const started = async (t: TestContext): Promise<Editor> =>
  (await activate(t, newEditor(REPOSITORY), newFolder())).editor;

test('every command that is declared exists, and none has a name of the server', async (t) => {
  const editor = await started(t);
  for (const { command } of MANIFEST.contributes.commands) {
    ok(editor.commands.has(command), command);
  }
  const ofServer = ['explain', 'policy', 'role'].map((name) => `needs-exec-role.${name}`);
  const declared = MANIFEST.contributes.commands.map((it) => it.command);
  deepEqual([...editor.commands.keys()].sort(), [...declared, ...ofServer].sort());
});

test('the output is shown', async (t) => {
  const editor = await started(t);
  await editor.run('needs-exec-role.showOutput');
  equal(editor.shownOutputs, 1);
});

test('the policy of a file is a new document', async (t) => {
  const editor = await started(t);
  for (const [file, language] of [[WEB, 'json'], [STACK, 'terraform']] as const) {
    const document = editor.open(file, language, readFileSync(file, 'utf8'));
    await editor.run('needs-exec-role.showPolicy');
    const policy = editor.active?.document;
    ok(policy);
    equal(policy.uri.scheme, 'untitled');
    equal(policy.languageId, 'json');
    const actions = JSON.parse(policy.getText()).Statement.flatMap((it: { Action: string[] }) => it.Action);
    ok(actions.includes('ecr:BatchGetImage'), document.fileName);
  }
  deepEqual(editor.messages, []);
});

test('the policy is that of the text in the editor, not of the file on the disk', async (t) => {
  const editor = await started(t);
  const text = readFileSync(WEB, 'utf8').replace('"web"', '"größe"').replace('/web/database-url', '/web/other');
  const document = editor.open(path.join(newFolder(), 'web.json'), 'json', '');
  editor.documents.change(document, text);
  await editor.run('needs-exec-role.showPolicy');
  match(editor.active?.document.getText() ?? '', /parameter\/web\/other/);
});

test('what has no policy is reported', async (t) => {
  const editor = await started(t);
  editor.open(path.join(newFolder(), 'package.json'), 'json', '{ "name": "a" }');
  await editor.run('needs-exec-role.showPolicy');
  equal(editor.messages.length, 1);
  match(editor.messages[0] ?? '', /^needs-exec-role: .*package\.json contains no task definition$/);
  editor.active = undefined;
  await editor.run('needs-exec-role.showPolicy');
  equal(editor.messages[1], 'needs-exec-role: open a file first');
});

test('the selection is explained in a new document', async (t) => {
  const editor = await started(t);
  const error = 'unable to pull secrets or registry auth';
  const document = editor.open('/logs/deploy.txt', 'plaintext', `größe: \n${error}: more`);
  editor.select(document, 8, 8 + error.length);
  await editor.run('needs-exec-role.explainSelection');
  const answer = editor.active?.document;
  ok(answer && answer !== document);
  equal(answer.uri.scheme, 'untitled');
  match(answer.getText(), /ECS could not get a secret/);
  ok(answer.getText().includes(error));
  deepEqual(editor.messages, []);
});

test('a selection that is empty or unknown is reported', async (t) => {
  const editor = await started(t);
  const document = editor.open('/logs/deploy.txt', 'plaintext', 'all is well');
  await editor.run('needs-exec-role.explainSelection');
  editor.select(document, 0, 3);
  await editor.run('needs-exec-role.explainSelection');
  deepEqual(editor.messages, [
    'needs-exec-role: select an error message of AWS first',
    'needs-exec-role: nothing in this text is known here',
  ]);
});
