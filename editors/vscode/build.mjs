// Bundles the extension and its tests into out/, and copies what the package takes from the repository.

import { build } from 'esbuild';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const repository = '../..';
const schema = 'configuration-v1.schema.json';

rmSync('out', { recursive: true, force: true });

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  logLevel: 'warning',
};
await build({ ...shared, entryPoints: ['src/extension.ts'], outfile: 'out/extension.js', minify: true });

const tests = readdirSync('tests').filter((name) => name.endsWith('.test.ts'));
await build({ ...shared, entryPoints: tests.map((name) => `tests/${name}`), outdir: 'out/tests' });

copyFileSync(`${repository}/docs/schema/${schema}`, `out/${schema}`);
// The package has one file for its license: both texts, of which the user chooses.
const licenses = ['LICENSE-MIT', 'LICENSE-APACHE'].map((name) => readFileSync(`${repository}/${name}`, 'utf8'));
writeFileSync('LICENSE.txt', licenses.join('\n\n'));
