// What a failed source or import says to the user. Never carries an unexpected error's own text: it may quote content.
import { ProblemError, type Problem } from '../../core/problem.ts'

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return systemProblem(error.code)
  return { code: 'not-read', message: 'The source could not be read to its end.' }
}

const SYSTEM_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'The file is not there any more.',
  EACCES: 'The file may not be read.',
  EPERM: 'The file may not be read.',
  EISDIR: 'This is a folder, not a file.',
  Z_DATA_ERROR: 'The compressed data is damaged.',
  Z_BUF_ERROR: 'The compressed data ends too early.',
}

function systemProblem(code: string): Problem {
  const message = SYSTEM_PROBLEMS[code] ?? `The source could not be read (${code}).`
  return { code: code.toLowerCase().replaceAll('_', '-'), message }
}
