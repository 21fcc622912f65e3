// The files of a .vsix, which is a zip archive.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** A file of the archive. */
export interface Packed {
  readonly name: string;
  /** Its permissions, as the archive has them. */
  readonly mode: number;
  bytes(): Buffer;
}

/** What is in the archive, as its directory lists it. */
export function packed(file: string): Packed[] {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf('PK\x05\x06');
  const all: Packed[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [number, number, number];
    const [start, size] = [zip.readUInt32LE(at + 42), zip.readUInt32LE(at + 20)];
    const isStored = zip.readUInt16LE(at + 10) === 0;
    const bytes = (): Buffer => {
      const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
      const data = zip.subarray(from, from + size);
      return isStored ? data : inflateRawSync(data);
    };
    all.push({ name: zip.toString('utf8', at + 46, at + 46 + name), mode: zip.readUInt16LE(at + 40) & 0o777, bytes });
    at += 46 + name + extra + comment;
  }
  return all;
}

/** Writes the files of the extension into a folder, as an editor does that installs it. */
export function install(file: string, folder: string): void {
  const root = 'extension/';
  for (const { name, mode, bytes } of packed(file).filter((it) => it.name.startsWith(root))) {
    const to = path.join(folder, name.slice(root.length));
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, bytes(), { mode });
  }
}
