// Servers that die, do not answer or are none: what is started again, and what the person is told, once.

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { found, openFile, WEB } from './stand-in/findings';
import { activate } from './stand-in/load';
import type { Editor } from './stand-in/vscode';
import { newEditor, newFolder, started, until, writeObserved, writeProgram, writeSilent, writeStartingOnce } from './stand-in/workspace';

const newProgram = (): { program: string; pids: string } => {
  const folder = newFolder();
  return { program: path.join(folder, 'program'), pids: path.join(folder, 'pids') };
};

const isRunning = (editor: Editor): boolean => editor.contexts.get('needs-exec-role.running') === true;

test('a server that dies is started again, and knows the open files', async (t) => {
  const { program, pids } = newProgram();
  writeObserved(program, pids);
  const { editor, stop } = await activate(t, newEditor(path.dirname(WEB), program), newFolder());
  const document = openFile(editor, WEB, 'json');
  await until('diagnostics', () => found(editor, document).length > 0);
  const [first] = started(pids);
  ok(first);
  editor.diagnostics.clear();
  process.kill(first, 'SIGKILL');
  await until('a second server', () => started(pids).length === 2);
  await until('its diagnostics', () => found(editor, document).length > 0);

  editor.diagnostics.clear();
  await editor.run('needs-exec-role.restart');
  equal(started(pids).length, 3);
  await until('the diagnostics of the third', () => found(editor, document).length > 0);
  deepEqual(editor.messages, []);
  await stop();
  equal(started(pids).length, 3);
});

test('a server that dies again and again is given up, and the command starts it', async (t) => {
  const { program, pids } = newProgram();
  writeObserved(program, pids);
  const { editor } = await activate(t, newEditor(path.dirname(WEB), program), newFolder());
  editor.button = 'Show Output';
  const document = openFile(editor, WEB, 'json');
  for (let death = 1; death <= 5; death += 1) {
    // One that dies before it has answered did not start, which is another case.
    await until(`server ${death}`, () => started(pids).length === death && found(editor, document).length > 0);
    editor.diagnostics.clear();
    const last = started(pids).at(-1);
    ok(last);
    process.kill(last, 'SIGKILL');
  }
  await until('a message', () => editor.messages.length > 0);
  equal(editor.messages.length, 1, editor.messages.join('\n'));
  match(editor.messages[0] ?? '', /^needs-exec-role: the language server ends again and again/);
  await until('the output', () => editor.shownOutputs === 1);
  equal(started(pids).length, 5);

  await editor.run('needs-exec-role.restart');
  equal(started(pids).length, 6);
  ok(isRunning(editor));
});

test('a server that does not start again is reported once', async (t) => {
  const { program, pids } = newProgram();
  writeStartingOnce(program, pids);
  const { editor } = await activate(t, newEditor(path.dirname(WEB), program), newFolder());
  await until('the server', () => isRunning(editor));
  const [first] = started(pids);
  ok(first);
  process.kill(first, 'SIGKILL');
  await until('a message', () => editor.messages.length > 0);
  await setTimeout(500);
  equal(editor.messages.length, 1, editor.messages.join('\n'));
  match(editor.messages[0] ?? '', /^needs-exec-role: the language server .*; its output says why\.$/);
  ok(!isRunning(editor));
});

test('a program that is no server is reported once, and the commands still work', async (t) => {
  const { program } = newProgram();
  writeProgram(program);
  const { editor } = await activate(t, newEditor(path.dirname(WEB), program), newFolder());
  const why = `needs-exec-role: the language server of ${program} did not start; its output says why.`;
  await until('a message', () => editor.messages.length > 0);
  deepEqual(editor.messages, [why]);
  await editor.run('needs-exec-role.showOutput');
  equal(editor.shownOutputs, 1);
  await editor.run('needs-exec-role.restart');
  deepEqual(editor.messages, [why, why]);
  ok(!isRunning(editor));
});

test('a server that does not answer is ended and reported', async (t) => {
  const { program, pids } = newProgram();
  writeSilent(program, pids);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const activation = activate(t, newEditor(path.dirname(WEB), program), newFolder());
  while (started(pids).length === 0) {
    await setImmediate();
  }
  t.mock.timers.tick(20_000);
  const { editor } = await activation;
  t.mock.timers.reset();
  deepEqual(editor.messages, [
    `needs-exec-role: the language server of ${program} did not start; its output says why.`,
  ]);
  ok(editor.log.some((it) => it.includes('no answer within 20 seconds')), editor.log.join('\n'));
  const [server] = started(pids);
  ok(server);
  const isAlive = (): boolean => {
    try {
      return process.kill(server, 0);
    } catch {
      return false;
    }
  };
  await until('its end', () => !isAlive());
  equal(started(pids).length, 1);
});
