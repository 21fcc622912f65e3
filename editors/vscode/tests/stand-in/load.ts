// Loads the bundle of the extension with an editor in place of the module `vscode`.

import { createRequire, Module } from 'node:module';
import * as path from 'node:path';
import { Editor } from './vscode';

/** The extension as VS Code sees it. */
interface Extension {
  activate(context: object): Promise<void>;
  deactivate(): Promise<void>;
}

/** The extension, active in an editor. */
export interface Running {
  readonly editor: Editor;
  stop(): Promise<void>;
}

/** Tests are in `out/tests`, next to the bundle. */
const BUNDLE = path.join(__dirname, '..', 'extension.js');

/** What runs a function when a test, or all tests of a file, have ended. */
interface Ending {
  after(run: () => Promise<void>): void;
}

/**
 * Activates the extension in an editor; `extensionPath` is where it looks for a bundled program. It is stopped at the
 * latest when the test ends, also if that fails: Node would wait for a server that still runs.
 */
export async function activate(
  test: Ending,
  editor: Editor,
  extensionPath: string,
  bundle: string = BUNDLE,
): Promise<Running> {
  const extension = load(editor, bundle);
  const subscriptions: { dispose(): unknown }[] = [];
  const stop = async (): Promise<void> => {
    await extension.deactivate();
    subscriptions.splice(0).forEach((it) => it.dispose());
  };
  test.after(stop);
  await extension.activate({ extensionPath, subscriptions });
  return { editor, stop };
}

function load(editor: Editor, bundle: string): Extension {
  const loader = Module as unknown as { _load: (...given: unknown[]) => unknown };
  const usual = loader._load;
  const module = editor.module();
  const require = createRequire(__filename);
  delete require.cache[bundle];
  loader._load = (...given) => (given[0] === 'vscode' ? module : usual.apply(loader, given));
  try {
    return require(bundle) as Extension;
  } finally {
    loader._load = usual;
  }
}
