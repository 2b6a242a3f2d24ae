import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** Where the server is that the development server stands before. */
const SERVER = process.env.CHAT_SERVER ?? 'http://127.0.0.1:3000';

/** Leaves out a transport of the client's that the server does not speak. */
const withoutWebTransport: Plugin = {
  name: 'without-webtransport',
  enforce: 'pre',
  load: (id) => (/engine\.io-client.*\/webtransport\.js$/.test(id) ? 'export const WT = null;' : null),
};

const source = (path: string): string => fileURLToPath(new URL(`../../chat-transport-ws/${path}`, import.meta.url));

/** Files of words are called by area and language. */
function wordsOf(id: string | null): string | null {
  const found = id?.match(/\/words\/(\w+)\/(\w+)\.json/);
  return found ? `words-${found[1]}-${found[2]}` : null;
}

/** Addresses are relative to the page, wherever the host nests it. Names are fixed: the server puts a version before them. */
export default defineConfig({
  base: './',
  plugins: [withoutWebTransport],
  oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
  resolve: {
    alias: [
      { find: '@chat/client/indexeddb', replacement: source('client/src/indexeddb.ts') },
      { find: '@chat/client', replacement: source('client/src/index.ts') },
      { find: '@chat/react', replacement: source('react/src/index.ts') },
    ],
    dedupe: ['react', 'react-dom'],
  },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/app.js',
        chunkFileNames: ({ name, facadeModuleId }) => `assets/${wordsOf(facadeModuleId) ?? name}.js`,
        assetFileNames: 'assets/[name][extname]',
        // What the first page needs is one file, however many lazy pages share parts of it.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
  server: {
    proxy: {
      '/api': SERVER,
      '/files': SERVER,
      // The widget itself, of which the preview is made.
      '^/w(/|\\.js|\\.[0-9a-f]+\\.js)': SERVER,
      '/socket.io': { target: SERVER, ws: true },
    },
  },
});
