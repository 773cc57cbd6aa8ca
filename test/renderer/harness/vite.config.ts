// Builds the harness page only; the product's own build is /vite.config.ts.
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, '../../../node_modules/.cache/harness'),
    emptyOutDir: true,
    target: 'chrome114',
    minify: false,
  },
})
