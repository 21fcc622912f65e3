// An npm registry on this machine, for the test of the packages: it serves the folders of `make.mjs` and nothing else.
//
//   node scripts/check_install/registry.mjs PACKAGES [COMMAND]...
//
// Packs each folder of PACKAGES, and runs COMMAND with `npm_config_registry` set to its own address. The exit code is
// that of COMMAND.

import { execFileSync, spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const [folder, command, ...args] = process.argv.slice(2);

// Some versions of npm print the name of the package where that of the archive belongs.
const fileName = ({ filename }) => filename.replace(/^@/, "").replace("/", "-");

// What a registry answers about each package, by name, and its archive.
function pack() {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const paths = folders.map((entry) => join(folder, entry.name));
  const manifests = paths.map((path) => JSON.parse(readFileSync(join(path, "package.json"), "utf8")));
  const output = execFileSync("npm", ["pack", "--json", "--pack-destination", folder, ...paths], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const archives = JSON.parse(output).map((packed) => [
    packed.name,
    { integrity: packed.integrity, archive: readFileSync(join(folder, fileName(packed))) },
  ]);
  const byName = Object.fromEntries(archives);
  return new Map(manifests.map((manifest) => [manifest.name, { manifest, ...byName[manifest.name] }]));
}

const packages = pack();

const server = createServer((request, response) => {
  const path = decodeURIComponent(request.url.slice(1));
  const { manifest, integrity, archive } = packages.get(path.replace(/\.tgz$/, "")) ?? {};
  if (manifest === undefined) {
    response.writeHead(404).end("{}");
  } else if (path.endsWith(".tgz")) {
    response.end(archive);
  } else {
    const dist = { integrity, tarball: `http://${request.headers.host}/${manifest.name}.tgz` };
    const { name, version } = manifest;
    const versions = { [version]: { ...manifest, dist } };
    response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
  }
});
server.listen(0, "127.0.0.1", () => {
  const registry = `http://127.0.0.1:${server.address().port}/`;
  const child = spawn(command, args, {
    stdio: "inherit",
    env: { ...process.env, npm_config_registry: registry },
  });
  child.on("error", (error) => {
    console.error(`${command}: ${error.message}`);
    process.exit(127);
  });
  child.on("exit", (code) => process.exit(code ?? 1));
});
