// Holds the budget: what a package adds to what it stands on, bundled and compressed as a page loads it.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const KB = 1024;
const PACKAGES = {
  client: { over: ['socket.io-client'], limit: 14 * KB },
  react: { over: ['react', 'react/jsx-runtime', '@chat/client'], limit: 3 * KB },
};

const name = process.cwd().split(/[\\/]/).at(-1);
const { over, limit } = PACKAGES[name];

async function size(external) {
  const globals = Object.fromEntries(external.map((it) => [it, it.replace(/\W/g, '_')]));
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      target: 'es2022',
      write: false,
      minify: true,
      lib: { entry: join(process.cwd(), 'dist/index.js'), formats: ['iife'], name: 'chat' },
      rolldownOptions: { external, output: { globals } },
    },
  });
  return gzipSync([built].flat()[0].output[0].code, { level: 9 }).length;
}

const own = await size(over);
const fits = own <= limit;
console.log(`${fits ? 'fits' : 'TOO LARGE'}  ${own} of ${limit} bytes over ${over.join(', ')}`);
if (name === 'client') console.log(`      ${await size([])} bytes with it`);
process.exit(fits ? 0 : 1);
