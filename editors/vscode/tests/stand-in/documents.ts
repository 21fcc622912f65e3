// The open documents, and which of them a selector selects.

import { EventEmitter } from './events';
import { Position, Range, Uri } from './values';

export class TextDocument {
  version = 1;
  readonly isClosed = false;

  constructor(
    readonly uri: Uri,
    readonly languageId: string,
    private text: string,
  ) {}

  get fileName(): string {
    return this.uri.fsPath;
  }

  getText(range?: Range): string {
    return range === undefined ? this.text : this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end));
  }

  offsetAt(position: Position): number {
    const before = this.text.split('\n').slice(0, position.line);
    return before.reduce((sum, line) => sum + line.length + 1, 0) + position.character;
  }

  positionAt(offset: number): Position {
    const lines = this.text.slice(0, offset).split('\n');
    return new Position(lines.length - 1, lines.at(-1)?.length ?? 0);
  }

  replace(text: string): void {
    this.version += 1;
    this.text = text;
  }
}

export interface TextEditor {
  readonly document: TextDocument;
  selection: Range;
}

export class Documents {
  readonly open: TextDocument[] = [];
  readonly didOpen = new EventEmitter<TextDocument>();
  readonly didChange = new EventEmitter<object>();

  add(document: TextDocument): TextDocument {
    this.open.push(document);
    this.didOpen.fire(document);
    return document;
  }

  change(document: TextDocument, text: string): void {
    const whole = document.getText();
    const range = new Range(new Position(0, 0), document.positionAt(whole.length));
    document.replace(text);
    const change = { range, rangeOffset: 0, rangeLength: whole.length, text };
    this.didChange.fire({ document, contentChanges: [change], reason: undefined });
  }
}

interface Filter {
  readonly language?: string;
  readonly scheme?: string;
  readonly pattern?: string;
}

/** `languages.match`: 0 if no filter matches. */
export function match(selector: unknown, document: TextDocument): number {
  const filters = (Array.isArray(selector) ? selector : [selector]) as (string | Filter)[];
  return filters.some((filter) => matches(typeof filter === 'string' ? { language: filter } : filter, document)) ? 10 : 0;
}

function matches(filter: Filter, document: TextDocument): boolean {
  const isLanguage = filter.language === undefined || filter.language === document.languageId;
  const isScheme = filter.scheme === undefined || filter.scheme === document.uri.scheme;
  return isLanguage && isScheme && (filter.pattern === undefined || glob(filter.pattern).test(document.uri.path));
}

/** Patterns of the form that the extension uses: a leading `**`, `*` and one group of alternatives. */
export function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.]/g, '\\.')
    .replace(/\*\*\//g, '(.*/)?')
    .replace(/(?<!\.)\*(?!\*)/g, '[^/]*')
    .replace(/\{(.*?)\}/g, (_, inner: string) => `(${inner.replaceAll(',', '|')})`);
  return new RegExp(`^${source}$`);
}
