// Which program the reading thread runs: built beside what is built, else the source, and the one that is named is there.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readingProgram } from '../../src/shell/reading-program.ts'

const root = join(import.meta.dirname, '..', '..')

it.each(['cli', 'web'])('takes the source beside the sources of %s', (shell) => {
  const program = readingProgram(join(root, 'src', shell, 'main.ts'))
  expect(program).toBe(join(root, 'src', 'api', 'backend', 'reading', 'reading-thread.ts'))
  expect(existsSync(program)).toBe(true)
})

it.each(['cli', 'web'])('takes the built one beside a built %s', (shell) => {
  expect(readingProgram(join(root, 'dist', shell, 'main.cjs'))).toBe(join(root, 'dist', 'backend', 'reading-thread.cjs'))
})
