// Writes the packages of npm into a folder: the launcher, and one package for each platform from `platforms.json`.
//
//   node packaging/npm/make.mjs PROGRAMS OUT
//
// PROGRAMS holds the unpacked archives of a release: `needs-exec-role-VERSION-TARGET/needs-exec-role` (`.exe` on
// Windows). Nothing is written if one is absent. Each folder of OUT is then packed or published with `npm`.

import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const licenses = ["LICENSE-APACHE", "LICENSE-MIT"];
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

const launcher = readJson(join(here, "needs-exec-role", "package.json"));
const platforms = readJson(join(here, "platforms.json"));

const programName = (platform) => (platform.os === "win32" ? "needs-exec-role.exe" : "needs-exec-role");

function programPath(platform, programs) {
  return join(programs, `needs-exec-role-${launcher.version}-${platform.target}`, programName(platform));
}

function addLicenses(folder) {
  for (const license of licenses) {
    copyFileSync(join(root, license), join(folder, license));
  }
}

function makeLauncher(out) {
  const folder = join(out, launcher.name);
  cpSync(join(here, launcher.name), folder, { recursive: true });
  addLicenses(folder);
}

function manifest(platform) {
  return {
    name: `@needs-exec-role/${platform.name}`,
    version: launcher.version,
    description: `The program of needs-exec-role for ${platform.target}`,
    license: launcher.license,
    engines: launcher.engines,
    // Yarn would leave the program in a zip archive.
    preferUnplugged: true,
    os: [platform.os],
    cpu: [platform.cpu],
    ...(platform.libc && { libc: [platform.libc] }),
  };
}

function makePlatform(platform, programs, out) {
  const folder = join(out, platform.name);
  const program = join(folder, "bin", programName(platform));
  mkdirSync(join(folder, "bin"), { recursive: true });
  copyFileSync(programPath(platform, programs), program);
  chmodSync(program, 0o755);
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest(platform), null, 2)}\n`);
  writeFileSync(
    join(folder, "README.md"),
    `The program of needs-exec-role for \`${platform.target}\`. Install the package \`needs-exec-role\` instead of this one.\n`,
  );
  addLicenses(folder);
}

const [programs, out] = process.argv.slice(2);
if (out === undefined) {
  console.error("usage: node packaging/npm/make.mjs PROGRAMS OUT");
  process.exit(2);
}
const absent = platforms.map((platform) => programPath(platform, programs)).filter((path) => !existsSync(path));
if (absent.length > 0) {
  console.error(`make.mjs: not found, so nothing is written:\n${absent.join("\n")}`);
  process.exit(1);
}
makeLauncher(out);
for (const platform of platforms) {
  makePlatform(platform, programs, out);
}
