// The commands of the palette.

import * as vscode from 'vscode';
import type { Server } from './server';

/** The commands by what follows `needs-exec-role.`; the server's own have other names. */
export function commands(server: Server): Record<string, () => Promise<void>> {
  return {
    restart: () => server.restart(),
    showOutput: async () => server.output.show(),
    showPolicy: () => showing('json', () => policyOfFile(server)),
    explainSelection: () => showing('plaintext', () => explanationOfSelection(server)),
  };
}

/** Shows a text in a new document, or why there is none. */
async function showing(language: string, text: () => Promise<string>): Promise<void> {
  try {
    const content = await text();
    const document = await vscode.workspace.openTextDocument({ language, content });
    await vscode.window.showTextDocument(document, { preview: false });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`needs-exec-role: ${why}`);
  }
}

async function policyOfFile(server: Server): Promise<string> {
  return await server.run('policy', activeEditor().document.uri.toString());
}

async function explanationOfSelection(server: Server): Promise<string> {
  const editor = activeEditor();
  const text = editor.document.getText(editor.selection).trim();
  if (text === '') {
    throw new Error('select an error message of AWS first');
  }
  return await server.run('explain', text);
}

function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    throw new Error('open a file first');
  }
  return editor;
}
