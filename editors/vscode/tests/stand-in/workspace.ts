// What the tests work on: the program, the repository, folders that are gone afterwards, and settings with defaults.

import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Editor } from './vscode';

/** The directory of the extension; tests run there. */
export const EXTENSION = path.join(__dirname, '..', '..');

export const REPOSITORY = path.join(EXTENSION, '..', '..');

/** The program under test. */
export const PROGRAM = path.resolve(process.env['NEEDS_EXEC_ROLE'] ?? missing());

/** What `package.json` says, as far as tests read it. */
export interface Manifest {
  readonly version: string;
  readonly publisher: string;
  readonly license: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; category: string; title: string; enablement: string }[];
    readonly configuration: { readonly properties: Record<string, { default: unknown }> };
    readonly yamlValidation: readonly { fileMatch: string; url: string }[];
  };
}

export const MANIFEST: Manifest = JSON.parse(readFileSync(path.join(EXTENSION, 'package.json'), 'utf8'));

const folders: string[] = [];
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A new, empty folder. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'needs-exec-role-'));
  folders.push(folder);
  return folder;
}

/** Writes a program that prints this as its version. */
export function writeProgram(file: string, output = 'needs-exec-role 9.9.9'): void {
  writeScript(file, `echo '${output}'`);
}

/** Writes a program that writes its process ID to `pids` when it is a server, and then is the real one. */
export function writeObserved(file: string, pids: string): void {
  writeScript(file, `[ "$1" = lsp ] && echo $$ >> '${pids}'\nexec '${PROGRAM}' "$@"`);
}

/** Writes a program that writes its process ID to `pids` when it is a server, and then does nothing. */
export function writeSilent(file: string, pids: string): void {
  writeScript(file, `[ "$1" = lsp ] || { echo needs-exec-role 9.9.9; exit; }\necho $$ >> '${pids}'\nexec sleep 600`);
}

/** The same, but only the first of them is a server; the others end at once. */
export function writeStartingOnce(file: string, pids: string): void {
  const ends = `[ "$1" = lsp ] && [ -e '${pids}' ] && exit 1`;
  writeScript(file, `${ends}\n[ "$1" = lsp ] && echo $$ >> '${pids}'\nexec '${PROGRAM}' "$@"`);
}

/** The process IDs of the servers that were started. */
export function started(pids: string): number[] {
  const text = existsSync(pids) ? readFileSync(pids, 'utf8') : '';
  return text.split('\n').filter((line) => line !== '').map(Number);
}

function writeScript(file: string, script: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** An editor with the defaults of the settings, and this program. */
export function newEditor(folder: string, program: string | null = PROGRAM): Editor {
  const editor = new Editor(folder);
  for (const [key, { default: value }] of Object.entries(MANIFEST.contributes.configuration.properties)) {
    editor.settings.set(key, value);
  }
  editor.settings.set('needs-exec-role.path', program);
  return editor;
}

/** Waits until something holds, and fails after 20 seconds. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000; turn += 1) {
    if (holds()) {
      return;
    }
    await setTimeout(20);
  }
  throw new Error(`not within 20 seconds: ${what}`);
}

function missing(): never {
  throw new Error('set NEEDS_EXEC_ROLE to the program: scripts/check-vscode.sh does');
}
