/** How the pages are built: React, hashed names, no inline code, and no message parser in the browser. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const inModules = (path: string) => fileURLToPath(new URL(`./node_modules/${path}`, import.meta.url));

export default defineConfig({
  plugins: [react()],
  resolve: {
    // Catalogs are compiled ahead of time, so the browser never parses ICU text.
    alias: {
      '@formatjs/icu-messageformat-parser': inModules('@formatjs/icu-messageformat-parser/no-parser.js'),
    },
  },
  build: {
    target: 'es2022',
    // Inlined data: assets would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': process.env.CARE_GATEWAY ?? 'http://localhost:8400' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
