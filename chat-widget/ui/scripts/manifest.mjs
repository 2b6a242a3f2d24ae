// Notes what the built files were built from, so that whoever has both can tell whether they belong together.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('../', import.meta.url));
const dist = join(ui, 'dist');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/// The files below a folder, by their paths in it with `/`, in order of the bytes.
function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
  return names.map((name) => name.split(sep).join('/')).sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

// `build.rs` of the crate counts the same: everything below `src`, what is built with, and the locked packages.
const sources = [...filesOf(join(ui, 'src')).map((name) => `src/${name}`)];
sources.push('package.json', 'tsconfig.json', 'vite.frame.config.ts', 'vite.loader.config.ts', 'vite.panel.config.ts');
const lines = sources.map((name) => `${name} ${sha256(readFileSync(join(ui, name)))}\n`);
lines.push(`package-lock.json ${sha256(readFileSync(join(ui, '../../package-lock.json')))}\n`);

// What was built has others' work in it, whose licences belong to every copy.
const BUNDLED = ['preact', 'socket.io-client', 'socket.io-parser', 'engine.io-client', 'engine.io-parser', '@socket.io/component-emitter'];
const packages = join(ui, '../../node_modules');
const licences = BUNDLED.map((name) => {
  const file = readdirSync(join(packages, name)).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name}\n\n${readFileSync(join(packages, name, file), 'utf8').trim()}\n`;
});
writeFileSync(join(dist, 'LICENCES.txt'), licences.join('\n----\n\n'));

const files = {};
for (const name of filesOf(dist)) if (name !== 'MANIFEST.json') files[name] = sha256(readFileSync(join(dist, name)));
const manifest = { sourceHash: sha256(lines.join('')), files };
writeFileSync(join(dist, 'MANIFEST.json'), `${JSON.stringify(manifest, null, 1)}\n`);
