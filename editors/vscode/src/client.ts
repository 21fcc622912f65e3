// The client of the language server: it says once what went wrong, and does not wait forever.

import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  type CloseHandlerResult,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { SECTION } from './settings';

/** How long a server may take to start. */
const PATIENCE_IN_MILLISECONDS = 20_000;

/** A client whose errors are in the output alone: it has several for each that a person could act on. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** A client that is not started; `report` gets what a person should know once the server runs. */
export function newClient(
  program: string,
  options: LanguageClientOptions,
  report: (problem: string) => void,
): LanguageClient {
  let hasRun = false;
  let isTold = false;
  const giveUp = (why: string): void => {
    if (!isTold) {
      isTold = true;
      report(`the language server ${why}; its output says why.`);
    }
  };
  const client: LanguageClient = new QuietClient(SECTION, SECTION, { command: program, args: ['lsp'] }, {
    ...options,
    initializationFailedHandler: () => false,
    errorHandler: {
      // What could not be written to a server that died: that it did is told to `closed`, unless it is given up here.
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: async () => {
        // Whoever starts it is told.
        const result = hasRun ? await usual.closed() : { action: CloseAction.DoNotRestart };
        if (hasRun && result.action === CloseAction.DoNotRestart) {
          giveUp('ends again and again, and is not started any more');
        }
        return handled(result);
      },
    },
  });
  const usual = client.createDefaultErrorHandler();
  client.onDidChangeState(({ newState }) => {
    hasRun ||= newState === State.Running;
    if (hasRun && newState === State.StartFailed) {
      giveUp('ended, and did not start again');
    }
  });
  return client;
}

function handled(result: CloseHandlerResult): CloseHandlerResult {
  return { ...result, handled: true };
}

/** Starts the server; one that does not answer is ended. */
export async function start(client: LanguageClient, patience: number = PATIENCE_IN_MILLISECONDS): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} seconds`)), patience);
  });
  try {
    await Promise.race([client.start(), limit]);
  } catch (error) {
    client.serverProcess?.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
