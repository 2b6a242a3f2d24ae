// Notes what the built files were built from, so that whoever has both can tell whether they belong together.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('../', import.meta.url));
const root = join(ui, '../..');
const dist = join(ui, 'dist');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/// The files below a folder, by their paths in it with `/`, in order of the bytes.
function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
  return names.map((name) => name.split(sep).join('/')).sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

// `build.rs` of the crate counts the same: all sources, what is built with, and the locked packages.
const SOURCES = { src: join(ui, 'src'), client: join(root, 'chat-transport-ws/client/src'), react: join(root, 'chat-transport-ws/react/src') };
const TOOLS = ['index.html', 'package.json', 'tsconfig.json', 'vite.config.ts'];
const line = (name, path) => `${name} ${sha256(readFileSync(path))}\n`;
const lines = Object.entries(SOURCES).flatMap(([called, folder]) => filesOf(folder).map((name) => line(`${called}/${name}`, join(folder, name))));
lines.push(...TOOLS.map((name) => line(name, join(ui, name))), line('package-lock.json', join(root, 'package-lock.json')));

// What was built has others' work in it, whose licences belong to every copy.
const packages = join(root, 'node_modules');
const notices = new Map();
const seen = new Set();
function collect(name) {
  if (seen.has(name) || name.startsWith('@chat/')) return;
  seen.add(name);
  const folder = join(packages, name);
  let own;
  try {
    own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return;
  }
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  notices.set(name, `${name} ${own.version} (${own.license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}\n`);
  for (const other of Object.keys(own.dependencies ?? {})) if (!/^type-fest$|^@types\//.test(other)) collect(other);
}
for (const name of Object.keys(JSON.parse(readFileSync(join(ui, 'package.json'), 'utf8')).dependencies)) collect(name);
collect('socket.io-client');
writeFileSync(join(dist, 'LICENCES.txt'), [...notices].sort().map(([, text]) => text).join('\n----\n\n'));

const files = {};
for (const name of filesOf(dist)) if (name !== 'MANIFEST.json') files[name] = sha256(readFileSync(join(dist, name)));
writeFileSync(join(dist, 'MANIFEST.json'), `${JSON.stringify({ sourceHash: sha256(lines.join('')), files }, null, 1)}\n`);
