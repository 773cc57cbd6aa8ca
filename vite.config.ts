// One configuration builds all six parts (renderer, main, preload, backend, the page's server, the command line) and runs the tests.
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import type { HtmlTagDescriptor, Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const here = import.meta.dirname
// The oldest runtime the tests meet is Chromium 114 with Node 18; users get the version in package.json.
const targets = { renderer: 'chrome114', node: 'node18' } as const
const external = ['electron', 'better-sqlite3', /^node:/]

// CommonJS: before Electron 28 a utility process takes nothing else, and main would come too late to declare app://.
const nodePart = (entry: string | Readonly<Record<string, string>>, outDir: string) => ({
  consumer: 'server' as const,
  resolve: { noExternal: true as const, external: ['electron', 'better-sqlite3'] },
  build: {
    outDir: resolve(here, 'dist', outDir),
    emptyOutDir: true,
    target: targets.node,
    minify: false,
    rollupOptions: {
      input: typeof entry === 'string' ? resolve(here, entry) : Object.fromEntries(Object.entries(entry).map(([name, file]) => [name, resolve(here, file)])),
      external,
      output: { format: 'cjs' as const, entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
    },
  },
})

/** What the first script asks for a moment later, and the font of every text: fetched beside it instead of after it. */
const early = [/^assets\/(main|contract)-.*\.js$/, /^assets\/inter-latin-wght-.*\.woff2$/]

const fetchEarly: Plugin = {
  name: 'fetch-early',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => Object.keys(bundle)
      .filter((name) => early.some((one) => one.test(name)))
      .map((name): HtmlTagDescriptor => ({
        tag: 'link', injectTo: 'head',
        attrs: name.endsWith('.js') ? { rel: 'modulepreload', crossorigin: true, href: `./${name}` }
          : { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `./${name}` },
      })),
  },
}

const setupFiles = [resolve(here, 'test/setup.ts')]

export default defineConfig({
  root: resolve(here, 'renderer'),
  base: './',
  plugins: [react(), fetchEarly],
  environments: {
    client: {
      build: {
        outDir: resolve(here, 'dist/renderer'),
        emptyOutDir: true,
        target: targets.renderer,
        // The shells serve exactly what the manifest names; fonts stay files, so that no data: address is needed.
        manifest: 'manifest.json',
        assetsInlineLimit: 0,
        // One sheet, there before anything is drawn.
        cssCodeSplit: false,
        // Read from this machine's disk: one large file costs nothing that a network would ask for.
        chunkSizeWarningLimit: 4000,
      },
    },
    main: nodePart('electron/main.ts', 'main'),
    preload: nodePart('electron/preload.ts', 'preload'),
    web: nodePart('src/web/main.ts', 'web'),
    cli: nodePart('src/cli/main.ts', 'cli'),
    backend: nodePart({ 'backend-process': 'electron/backend-process.ts', 'reading-thread': 'src/api/backend/reading/reading-thread.ts' }, 'backend'),
  },
  builder: {},
  test: {
    root: here,
    // Vitest leaves one processor idle: of two that is half. The command line's tests wait for other processes most of the time.
    maxWorkers: '100%',
    // No test is about time: a busy machine may take as long as it needs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: 'node', root: here, setupFiles, include: ['test/**/*.test.ts'], exclude: ['test/e2e/**', 'test/renderer/**'], environment: 'node' },
      },
      {
        extends: true,
        test: { name: 'renderer', root: here, setupFiles: [...setupFiles, resolve(here, 'test/renderer/setup.ts')], include: ['test/renderer/**/*.test.{ts,tsx}'], environment: 'happy-dom' },
      },
    ],
  },
})
