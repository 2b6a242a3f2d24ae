import { readFileSync, readdirSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

/** What the loader says, in every language of the frame: the server hands each visitor its own few words. */
const loaderWords: Plugin = {
  name: 'loader-words',
  generateBundle() {
    const folder = new URL('src/frame/locales/', import.meta.url);
    const words: Record<string, Record<string, string>> = {};
    for (const name of readdirSync(folder).sort()) {
      const { open, close, dismiss, unread, title } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
      words[name.replace('.json', '')] = { open, close, dismiss, unread, title };
    }
    this.emitFile({ type: 'asset', fileName: 'words.json', source: `${JSON.stringify(words, null, 1)}\n` });
  },
};

/** What the loader fetches when the widget is opened for the first time. */
export default defineConfig({
  plugins: [loaderWords],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    lib: { entry: 'src/loader/panel.ts', formats: ['es'], fileName: () => 'panel.js' },
  },
});
