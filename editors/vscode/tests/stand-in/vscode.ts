// A stand-in for the module `vscode`: as much of an editor as the extension and its client use.

import { Documents, match, TextDocument, type TextEditor } from './documents';
import * as events from './events';
import { Disposable, EventEmitter } from './events';
import * as values from './values';
import { type Diagnostic, Position, Range, Uri } from './values';

/** What a test does to the editor, and sees of it. */
export class Editor {
  readonly documents = new Documents();
  readonly settings = new Map<string, unknown>();
  readonly commands = new Map<string, (...given: unknown[]) => unknown>();
  readonly contexts = new Map<string, unknown>();
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  /** The messages that were shown to the person. */
  readonly messages: string[] = [];
  readonly log: string[] = [];
  shownOutputs = 0;
  /** The button that the person takes, if a message has it. */
  button: string | undefined;
  isTrusted = true;
  active: TextEditor | undefined;

  private readonly didChangeSettings = new EventEmitter<object>();
  private readonly didGrantTrust = new EventEmitter<void>();

  constructor(readonly folder: string) {}

  open(path: string, language: string, text: string): TextDocument {
    const document = this.documents.add(new TextDocument(Uri.file(path), language, text));
    this.active = { document, selection: new Range(0, 0, 0, 0) };
    return document;
  }

  select(document: TextDocument, start: number, end: number): void {
    this.active = { document, selection: new Range(document.positionAt(start), document.positionAt(end)) };
  }

  set(key: string, value: unknown): void {
    this.settings.set(key, value);
    const affectsConfiguration = (section: string): boolean => key === section || key.startsWith(`${section}.`);
    this.didChangeSettings.fire({ affectsConfiguration });
  }

  grantTrust(): void {
    this.isTrusted = true;
    this.didGrantTrust.fire();
  }

  async run(command: string, ...given: unknown[]): Promise<unknown> {
    const found = this.commands.get(command);
    if (found === undefined) {
      throw new Error(`no such command: ${command}`);
    }
    return await found(...given);
  }

  /** The module. What is in no part of it is a class without members, an event without occurrences, or nothing. */
  module(): object {
    const own = {
      // Compiled code then takes the module as it is, and does not copy what is in it.
      __esModule: true,
      version: '1.91.0',
      ...values,
      ...events,
      env: { language: 'en', appName: 'stand-in' },
      workspace: open(this.workspace()),
      window: open(this.window()),
      languages: open(this.languages()),
      commands: this.commandsPart(),
    };
    return new Proxy(own, { get: (all, name) => Reflect.get(all, name) ?? classNamed(name) });
  }

  private workspace(): object {
    const editor = this;
    return {
      get isTrusted() {
        return editor.isTrusted;
      },
      get workspaceFolders() {
        return [{ uri: Uri.file(editor.folder), name: 'folder', index: 0 }];
      },
      textDocuments: this.documents.open,
      notebookDocuments: [],
      getConfiguration: (section?: string) => this.configuration(section),
      onDidChangeConfiguration: this.didChangeSettings.event,
      onDidGrantWorkspaceTrust: this.didGrantTrust.event,
      onDidOpenTextDocument: this.documents.didOpen.event,
      onDidChangeTextDocument: this.documents.didChange.event,
      createFileSystemWatcher: () => open({ dispose: () => undefined }),
      openTextDocument: async ({ language, content }: { language: string; content: string }) => {
        const uri = Uri.parse(`untitled:Untitled-${this.documents.open.length}`);
        return this.documents.add(new TextDocument(uri, language, content));
      },
    };
  }

  private window(): object {
    const editor = this;
    const show = async (message: string, ...buttons: string[]): Promise<string | undefined> => {
      this.messages.push(message);
      return buttons.find((it) => it === this.button);
    };
    const write = (message: string): void => void this.log.push(message);
    const output = {
      logLevel: values.LogLevel.Info,
      trace: write,
      debug: write,
      info: write,
      warn: write,
      error: write,
      append: write,
      appendLine: write,
      show: () => void (this.shownOutputs += 1),
      dispose: () => undefined,
    };
    return {
      get activeTextEditor() {
        return editor.active;
      },
      visibleTextEditors: [],
      tabGroups: open({ all: [] }),
      createOutputChannel: () => open(output),
      showErrorMessage: show,
      showWarningMessage: show,
      showInformationMessage: show,
      showTextDocument: async (document: TextDocument) => {
        this.active = { document, selection: new Range(new Position(0, 0), new Position(0, 0)) };
        return this.active;
      },
    };
  }

  private languages(): object {
    return { match, createDiagnosticCollection: () => this.collection() };
  }

  private collection(): object {
    const set = (uri: Uri, found: readonly Diagnostic[] = []): void => void this.diagnostics.set(uri.toString(), found);
    const clear = (): void => this.diagnostics.clear();
    return { set, clear, delete: (uri: Uri) => set(uri), dispose: clear };
  }

  private commandsPart(): object {
    return {
      registerCommand: (name: string, run: (...given: unknown[]) => unknown) => {
        if (this.commands.has(name)) {
          throw new Error(`command '${name}' already exists`);
        }
        this.commands.set(name, run);
        return new Disposable(() => this.commands.delete(name));
      },
      executeCommand: async (name: string, ...given: unknown[]) => {
        if (name === 'setContext') {
          this.contexts.set(String(given[0]), given[1]);
          return undefined;
        }
        return await this.run(name, ...given);
      },
    };
  }

  private configuration(section = ''): object {
    const at = (key: string): string => [section, key].filter((part) => part !== '').join('.');
    return { get: (key: string, otherwise?: unknown) => this.setting(at(key)) ?? otherwise };
  }

  /** A setting, or the section of this name. */
  private setting(name: string): unknown {
    if (this.settings.has(name)) {
      return this.settings.get(name);
    }
    const within = [...this.settings].filter(([key]) => key.startsWith(`${name}.`));
    const entries = within.map(([key, value]) => [key.slice(name.length + 1), value] as const);
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
}

/** A part of the API in which every event exists, and everything can be registered. */
function open(part: object): object {
  const get = (all: object, name: string | symbol): unknown => {
    if (name in all || typeof name === 'symbol') {
      return Reflect.get(all, name);
    }
    const isEvent = name.startsWith('on');
    return isEvent || name.startsWith('register') ? () => new Disposable() : undefined;
  };
  return new Proxy(part, { get });
}

const classes = new Map<string, object>();

/** A class for a name that begins with a capital: the client extends some, and reads constants of others. */
function classNamed(name: string | symbol): object | undefined {
  if (typeof name === 'symbol' || !/^[A-Z]/.test(name)) {
    return undefined;
  }
  const known = classes.get(name) ?? class {};
  classes.set(name, known);
  return known;
}
