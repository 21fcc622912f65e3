// The language server: started, stopped, and asked.

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { ExecuteCommandRequest, State, type LanguageClient, type LanguageClientOptions } from 'vscode-languageclient/node';
import { newClient, start } from './client';
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
      this.report(found.problem);
      return;
    }
    this.output.info(`${found.place.program}, version ${found.version} (${found.place.kind})`);
    const client = newClient(found.place.program, this.options(), (problem) => this.report(`${SECTION}: ${problem}`));
    this.client = client;
    client.onDidChangeState(({ newState }) => void setRunning(newState === State.Running));
    try {
      await start(client);
    } catch (error) {
      this.client = undefined;
      this.output.error(String(error));
      this.report(`${SECTION}: the language server of ${found.place.program} did not start; its output says why.`);
    }
  }

  /** Tells the person, who may look at the output. */
  private report(problem: string): void {
    this.output.error(problem);
    const show = 'Show Output';
    void vscode.window.showErrorMessage(problem, show).then((chosen) => chosen === show && this.output.show());
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // It may be dead already, or still starting.
      this.output.warn(`The language server did not stop in order: ${String(error)}`);
      client?.serverProcess?.kill('SIGKILL');
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
