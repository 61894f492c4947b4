// Compresses the built page and lists its files for src/entente/workbench/page.cpp.
// usage: embed.js FOLDER, where `vite build` has put the page
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const folder = resolve(process.argv[2]);
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length))
  .filter((name) => !name.endsWith(".gz") && name !== "/files.inc")
  .sort();
let list = "";
for (const [number, name] of names.entries()) {
  const bytes = readFileSync(folder + name);
  writeFileSync(`${folder}${name}.gz`, gzipSync(bytes, { level: 9 }));
  rmSync(folder + name);
  // The hash makes the list change with its files, so that the program is built anew.
  const hash = createHash("sha256").update(bytes).digest("hex");
  list += `PAGE_FILE(${number}, "${name}", "${folder}${name}.gz")  // ${hash}\n`;
}
writeFileSync(join(folder, "files.inc"), list);
