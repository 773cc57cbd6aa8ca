// Files the app was started with, or that were dropped on its icon: held until the window is there, then imported.
import { resolve } from 'node:path'
import { startOptions } from '../src/shell/start-options.ts'
import type { StartOptions } from '../src/shell/start-options.ts'

/** In development the app's own folder is an argument too, and tools put theirs before it. */
export function optionsFrom(argv: readonly string[], app: { isPackaged: boolean; path: string }, folder = process.cwd()): StartOptions {
  const own = argv.findIndex((argument, index) => index > 0 && resolve(folder, argument) === resolve(app.path))
  return startOptions(argv.slice(app.isPackaged || own === -1 ? 1 : own + 1), folder)
}

export class OpenedFiles {
  #held: string[] = []
  #open: ((paths: string[]) => void) | null = null

  add(paths: readonly string[]): void {
    if (paths.length === 0) return
    if (this.#open === null) this.#held.push(...paths)
    else this.#open([...paths])
  }

  /** From now on files go straight to `open`; those held go first. */
  ready(open: (paths: string[]) => void): void {
    this.#open = open
    const held = this.#held
    this.#held = []
    if (held.length > 0) open(held)
  }
}
