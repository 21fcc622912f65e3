// The entry points that VS Code calls.

import * as vscode from 'vscode';
import { commands } from './commands';
import { Server } from './server';
import { SECTION } from './settings';

let server: Server | undefined;

/** Registers the commands and starts the server. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel(SECTION, { log: true });
  const started = new Server(context.extensionPath, output);
  server = started;
  context.subscriptions.push(output);
  for (const [name, run] of Object.entries(commands(started))) {
    context.subscriptions.push(vscode.commands.registerCommand(`${SECTION}.${name}`, run));
  }
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) =>
      change.affectsConfiguration(`${SECTION}.path`) ? started.restart() : undefined,
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(() => started.restart()),
  );
  await vscode.commands.executeCommand('setContext', `${SECTION}.active`, true);
  await started.restart();
}

/** Stops the server. */
export async function deactivate(): Promise<void> {
  await server?.stop();
  server = undefined;
}
