// Where the program of the thread that reads files lies.
import { dirname, join } from 'node:path'

/** `main`: the file of the program that runs. A built one takes the built thread: loading the sources takes the time of reading 50 MiB. */
export function readingProgram(main: string): string {
  const root = join(dirname(main), '..', '..')
  return main.endsWith('.ts') ? join(root, 'src', 'api', 'backend', 'reading', 'reading-thread.ts') : join(root, 'dist', 'backend', 'reading-thread.cjs')
}
