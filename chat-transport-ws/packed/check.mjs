// Packs the client and the hooks as they would be published, installs them into a project of their own, compiles what is here and
// every snippet of the guide with them, and runs it. Takes the folder to work in.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const place = process.argv[2];
if (!place) throw new Error('name the folder to work in');

const run = (program, args, cwd) => execFileSync(program, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

rmSync(place, { recursive: true, force: true });
mkdirSync(join(place, 'snippets'), { recursive: true });
const packages = ['client', 'react'].map((name) => {
  const folder = join(here, '..', name);
  const [{ filename, files }] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', place], folder));
  const stray = files.map(({ path }) => path).filter((path) => !/^(dist\/.*\.(js|d\.ts)|package\.json|README\.md)$/.test(path));
  if (stray.length > 0) throw new Error(`${filename} has what nobody needs: ${stray.join(', ')}`);
  return `./${filename}`;
});

for (const name of ['package.json', 'tsconfig.json', 'tsconfig.node.json', 'src']) cpSync(join(here, name), join(place, name), { recursive: true });
run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', ...packages], place);

// Each snippet is a module of its own.
const guides = { guide: '../../docs/CLIENT.md', client: '../client/README.md', react: '../react/README.md' };
let count = 0;
for (const [name, path] of Object.entries(guides)) {
  const text = readFileSync(join(here, path), 'utf8');
  for (const [, kind, code] of text.matchAll(/^```(tsx?)\n([\s\S]*?)^```$/gm)) {
    count += 1;
    writeFileSync(join(place, 'snippets', `${name}-${count}.${kind}`), `${code}\nexport {};\n`);
  }
}
if (count < 15) throw new Error(`only ${count} snippets were found`);

const tsc = join(place, 'node_modules/typescript/bin/tsc');
for (const project of ['tsconfig.json', 'tsconfig.node.json']) {
  execFileSync('node', [tsc, '--project', project], { cwd: place, stdio: ['ignore', 'inherit', 'inherit'] });
}
for (const program of readdirSync(join(place, 'src')).filter((name) => !name.endsWith('.d.ts'))) {
  process.stdout.write(run('node', [join('out/src', program.replace(/\.tsx?$/, '.js'))], place));
}
console.log(`${packages.join(' and ')} compile with ${count} snippets`);
