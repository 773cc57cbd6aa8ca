// Run as a process of its own: builds the program that times imports, and prints where it lies as a line of JSON. Users have
// the backend built, so that is what is timed: sources are still being loaded in both threads while a tree of transcripts is
// a tenth read. A process of its own, since a child's peak of memory begins with its parent's.
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..', '..')
const outDir = join(root, 'dist', 'bench')

await build({
  root, configFile: false, logLevel: 'silent',
  ssr: { noExternal: true, external: ['better-sqlite3'] },
  build: {
    ssr: true, outDir, emptyOutDir: true,
    rollupOptions: {
      input: {
        'import-run': join(import.meta.dirname, 'import-run.ts'),
        'reading-thread': join(root, 'src', 'api', 'backend', 'reading', 'reading-thread.ts'),
      },
      output: { entryFileNames: '[name].mjs' },
    },
  },
})
process.stdout.write(JSON.stringify({ run: join(outDir, 'import-run.mjs'), readingThread: join(outDir, 'reading-thread.mjs') }))
