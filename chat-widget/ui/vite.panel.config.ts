import { defineConfig } from 'vite';

/** What the loader fetches when the widget is opened for the first time. */
export default defineConfig({
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    lib: { entry: 'src/loader/panel.ts', formats: ['es'], fileName: () => 'panel.js' },
  },
});
