// The version of a program → whether this extension can use it.

import { execFile } from 'node:child_process';

/** The lowest version of the program that this extension can use: the first with the language server. */
export const LOWEST_VERSION = '0.2.0';

/** How long a program may take to print its version. */
const PATIENCE_IN_MILLISECONDS = 10_000;

/** The version in what `--version` prints; none if it is the output of another program. */
export function versionIn(output: string): string | undefined {
  return /^needs-exec-role (\d+\.\d+\.\d+)/.exec(output)?.[1];
}

/** Whether a version is at least another one. */
export function isAtLeast(version: string, lowest: string): boolean {
  const [left, right] = [version, lowest].map((it) => it.split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}

/** The version of a program; none if it does not run, or is another program. */
export function versionOf(program: string): Promise<string | undefined> {
  const options = { timeout: PATIENCE_IN_MILLISECONDS, windowsHide: true };
  return new Promise((resolve) => {
    execFile(program, ['--version'], options, (error, output) => {
      resolve(error === null ? versionIn(output) : undefined);
    });
  });
}
