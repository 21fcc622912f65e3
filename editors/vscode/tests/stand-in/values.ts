// The values of VS Code's API that the client makes and reads.

import { fileURLToPath, pathToFileURL } from 'node:url';

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(...at: [Position, Position] | [number, number, number, number]) {
    [this.start, this.end] =
      at.length === 2 ? at : [new Position(at[0], at[1]), new Position(at[2], at[3])];
  }
}

export class Uri {
  private constructor(private readonly url: URL) {}

  static parse(text: string): Uri {
    return new Uri(new URL(text));
  }

  static file(path: string): Uri {
    return new Uri(pathToFileURL(path));
  }

  get scheme(): string {
    return this.url.protocol.slice(0, -1);
  }

  get path(): string {
    return this.url.pathname;
  }

  get fsPath(): string {
    return this.scheme === 'file' ? fileURLToPath(this.url) : this.path;
  }

  toString(): string {
    return this.url.href;
  }
}

export class Location {
  constructor(
    readonly uri: Uri,
    readonly range: Range,
  ) {}
}

export class Diagnostic {
  code?: string | { value: string; target: Uri };
  source?: string;
  relatedInformation?: DiagnosticRelatedInformation[];
  tags?: number[];

  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}

export class DiagnosticRelatedInformation {
  constructor(
    readonly location: Location,
    readonly message: string,
  ) {}
}

export class MarkdownString {
  isTrusted = false;
  supportHtml = false;

  constructor(public value = '') {}
}

export class Hover {
  constructor(
    readonly contents: unknown,
    readonly range?: Range,
  ) {}
}

export class CodeActionKind {
  static readonly Empty = new CodeActionKind('');
  static readonly QuickFix = new CodeActionKind('quickfix');
  static readonly Refactor = new CodeActionKind('refactor');
  static readonly Source = new CodeActionKind('source');

  constructor(readonly value: string) {}

  append(part: string): CodeActionKind {
    return new CodeActionKind(this.value === '' ? part : `${this.value}.${part}`);
  }
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const DiagnosticTag = { Unnecessary: 1, Deprecated: 2 };
export const LogLevel = { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 };
