// Holds the budget: what a visitor's browser has to load, compressed.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const KB = 1024;
const LIMITS = { 'w.js': 2.5 * KB, 'panel.js': 4 * KB, 'frame/app.js': 28 * KB, 'frame/app.css': 3 * KB };
const LAZY_MAX = 12 * KB;
// What the server reads and no browser loads.
const UNSERVED = ['LICENCES.txt', 'MANIFEST.json', 'words.json'];

const files = readdirSync(dist, { recursive: true }).filter((name) => statSync(join(dist, name)).isFile());
let failed = 0;
for (const name of files.sort()) {
  if (UNSERVED.includes(name)) continue;
  const size = gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
  const limit = LIMITS[name] ?? LAZY_MAX;
  if (size > limit) failed += 1;
  console.log(`${size > limit ? 'TOO LARGE' : 'fits'}  ${String(size).padStart(6)} of ${limit} bytes  ${name}`);
}
for (const name of Object.keys(LIMITS)) {
  if (files.includes(name)) continue;
  failed += 1;
  console.log(`MISSING  ${name}`);
}
process.exit(failed ? 1 : 0);
