// Holds the budget, compressed: what the first page needs, and each part that is loaded when it is wanted.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const KB = 1024;
const LIMITS = { js: 260 * KB, css: 40 * KB };
const LAZY_MAX = 60 * KB;

const page = readFileSync(join(dist, 'index.html'), 'utf8');
const size = (name) => gzipSync(readFileSync(join(dist, 'assets', name)), { level: 9 }).length;
const files = readdirSync(join(dist, 'assets')).sort();
const text = (name) => readFileSync(join(dist, 'assets', name), 'utf8');

// What the page names, and what that imports before anything is shown.
const initial = new Set(files.filter((name) => page.includes(`assets/${name}"`)));
for (const name of initial) {
  if (!name.endsWith('.js')) continue;
  for (const [, other] of text(name).matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) initial.add(other);
}

let failed = 0;
const hold = (what, bytes, limit) => {
  if (bytes > limit) failed += 1;
  console.log(`${bytes > limit ? 'TOO LARGE' : 'fits'}  ${String(bytes).padStart(7)} of ${limit} bytes  ${what}`);
};
for (const [ending, limit] of Object.entries(LIMITS)) {
  const names = [...initial].filter((name) => name.endsWith(`.${ending}`));
  if (names.length === 0) failed += 1;
  hold(`${ending} of the first page (${names.join(', ')})`, names.reduce((sum, name) => sum + size(name), 0), limit);
}
for (const name of files) if (!initial.has(name)) hold(name, size(name), LAZY_MAX);
process.exit(failed ? 1 : 0);
