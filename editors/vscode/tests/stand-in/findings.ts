// Files that are opened, and what is found in them.

import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { TextDocument } from './documents';
import type { Diagnostic } from './values';
import type { Editor } from './vscode';
import { REPOSITORY } from './workspace';

/** A task definition on Fargate without a role. */
export const WEB = path.join(REPOSITORY, 'fixtures', 'readme', 'web.json');

export function openFile(editor: Editor, file: string, language: string): TextDocument {
  return editor.open(file, language, readFileSync(file, 'utf8'));
}

export function found(editor: Editor, document: TextDocument): readonly Diagnostic[] {
  return editor.diagnostics.get(document.uri.toString()) ?? [];
}

export const codeOf = (it: Diagnostic): string => (typeof it.code === 'object' ? it.code.value : (it.code ?? ''));

export const codes = (of: readonly Diagnostic[]): string[] => of.map(codeOf);
