// Packages what build.mjs has written as a .vsix.
//
//   node package.mjs FILE                    for every platform, without the program: the extension searches for it
//   node package.mjs FILE PLATFORM PROGRAM   for one platform of vsce, such as linux-x64, with the program
//
// VSCODE_PUBLISHER replaces the publisher of package.json, and GITHUB_SERVER_URL with GITHUB_REPOSITORY is the address of
// the repository, which is in no file: neither is known before there is one.

import { createVSIX } from '@vscode/vsce';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const parts = ['.vscodeignore', 'LICENSE.txt', 'README.md', 'icon.png', 'out/configuration-v1.schema.json', 'out/extension.js'];
const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));

function named({ VSCODE_PUBLISHER: publisher, GITHUB_REPOSITORY: repository, GITHUB_SERVER_URL: server }) {
  // The scripts and packages of development are not for those who install it.
  const { scripts, devDependencies, ...kept } = manifest;
  const address = `${server}/${repository}`;
  return {
    ...kept,
    ...(publisher && { publisher }),
    ...(server && repository && { repository: { type: 'git', url: `${address}.git` }, bugs: { url: `${address}/issues` } }),
  };
}

/** Copies what is packaged into a folder: there is no program left in the source for the next package. */
function lay(folder, platform, program) {
  for (const part of parts) {
    cpSync(join(here, part), join(folder, part));
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(named(process.env), null, 2)}\n`);
  if (platform !== undefined) {
    const bundled = join(folder, 'bin', platform.startsWith('win32-') ? 'needs-exec-role.exe' : 'needs-exec-role');
    mkdirSync(dirname(bundled));
    copyFileSync(program, bundled);
    chmodSync(bundled, 0o755);
  }
}

const [file, platform, program] = process.argv.slice(2);
if (file === undefined || (platform !== undefined && program === undefined)) {
  console.error('usage: node package.mjs FILE [PLATFORM PROGRAM]');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'needs-exec-role-vscode-'));
try {
  lay(folder, platform, program);
  mkdirSync(dirname(resolve(file)), { recursive: true });
  await createVSIX({
    cwd: folder,
    packagePath: resolve(file),
    ...(platform !== undefined && { target: platform }),
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
