import { defineConfig, type Plugin } from 'vite';

/** Leaves out a transport of the client's that the server does not speak: 0.8 KB that nobody needs. */
const withoutWebTransport: Plugin = {
  name: 'without-webtransport',
  enforce: 'pre',
  load: (id) => (/engine\.io-client.*\/webtransport\.js$/.test(id) ? 'export const WT = null;' : null),
};

/** The application in the frame. File names are fixed: the server tells versions apart by a query. */
export default defineConfig({
  base: './',
  plugins: [withoutWebTransport],
  oxc: { jsx: { importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist/frame',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    rolldownOptions: {
      input: 'src/frame/main.tsx',
      output: {
        entryFileNames: 'app.js',
        chunkFileNames: '[name].js',
        assetFileNames: 'app[extname]',
      },
    },
  },
});
