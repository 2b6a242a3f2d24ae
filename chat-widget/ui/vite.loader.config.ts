import { defineConfig } from 'vite';

/** One classic script without a framework: what every page that embeds a widget loads. */
export default defineConfig({
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    lib: { entry: 'src/loader/main.ts', formats: ['iife'], name: 'w', fileName: () => 'w.js' },
  },
});
