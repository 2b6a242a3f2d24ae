// Holds the budget: what the client adds to socket.io-client, bundled and compressed as a page loads it.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const LIMIT = 14 * 1024;

async function size(entry, external) {
  const [{ output }] = [].concat(
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        target: 'es2022',
        write: false,
        minify: true,
        lib: { entry: fileURLToPath(new URL(entry, import.meta.url)), formats: ['iife'], name: 'chat' },
        rolldownOptions: { external, output: { globals: { 'socket.io-client': 'io' } } },
      },
    }),
  );
  return gzipSync(output[0].code, { level: 9 }).length;
}

const alone = await size('../dist/index.js', ['socket.io-client']);
const all = await size('../dist/index.js', []);
const fits = alone <= LIMIT;
console.log(`${fits ? 'fits' : 'TOO LARGE'}  ${alone} of ${LIMIT} bytes over socket.io-client; ${all} with it`);
process.exit(fits ? 0 : 1);
