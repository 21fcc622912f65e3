// The language server: started, stopped, and asked.

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { ExecuteCommandRequest, LanguageClient, State, type LanguageClientOptions } from 'vscode-languageclient/node';
import { find } from './find';
import { places, type Surroundings } from './places';
import { selector } from './selector';
import { SECTION, serverSettings } from './settings';

/** The server, and what it writes to the output. */
export class Server {
  private client: LanguageClient | undefined;
  /** Starts and stops wait for one another. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly extension: string,
    readonly output: vscode.LogOutputChannel,
  ) {}

  /** Stops the server, and starts the program that is found now. */
  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  /** Stops the server. */
  stop(): Promise<void> {
    return this.enqueue(() => this.stopNow());
  }

  /** Runs a command of the server, which returns a text; an error says why it could not. */
  async run(command: string, argument: string): Promise<string> {
    if (this.client === undefined) {
      throw new Error('the language server is not running');
    }
    const answer: unknown = await this.client.sendRequest(ExecuteCommandRequest.type, {
      command: `${SECTION}.${command}`,
      arguments: [argument],
    });
    return String(answer);
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    const next = this.queue.then(step);
    this.queue = next.catch(() => undefined);
    return next;
  }

  private async startNow(): Promise<void> {
    const found = await find(places(this.surroundings()));
    if ('problem' in found) {
      this.output.error(found.problem);
      void vscode.window.showErrorMessage(found.problem);
      return;
    }
    this.output.info(`${found.place.program}, version ${found.version} (${found.place.kind})`);
    const command = { command: found.place.program, args: ['lsp'] };
    const client = new LanguageClient(SECTION, SECTION, command, this.options());
    this.client = client;
    client.onDidChangeState(({ newState }) => void setRunning(newState === State.Running));
    try {
      await client.start();
    } catch (error) {
      this.client = undefined;
      this.output.error(`The language server did not start: ${String(error)}`);
      void vscode.window.showErrorMessage('needs-exec-role: the language server did not start; its output says why.');
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // It may be dead already.
      this.output.warn(`The language server did not stop in order: ${String(error)}`);
    }
  }

  private surroundings(): Surroundings {
    return {
      platform: process.platform,
      home: homedir(),
      environment: process.env,
      extension: this.extension,
      folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      isTrusted: vscode.workspace.isTrusted,
      setting: vscode.workspace.getConfiguration(SECTION).get<string | null>('path') ?? undefined,
    };
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: selector(),
      outputChannel: this.output,
      initializationOptions: serverSettings(vscode.workspace.getConfiguration().get(SECTION)),
      // The server then asks for the settings, here and whenever they change.
      synchronize: { configurationSection: SECTION },
      middleware: {
        workspace: {
          configuration: async (parameters, token, next) => {
            const answer = await next(parameters, token);
            return Array.isArray(answer) ? answer.map(serverSettings) : answer;
          },
        },
      },
    };
  }
}

async function setRunning(isRunning: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', `${SECTION}.running`, isRunning);
}
