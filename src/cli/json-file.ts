// Reads a JSON file named on the command line. Its content is the user's own document, never a log.
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { UsageError } from './usage-error.ts'

interface Shape<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: z.ZodError }
}

/** Throws a UsageError that says what is wrong with the file. */
export async function readJsonFile<T>(path: string, schema: Shape<T>): Promise<T> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} is not there or may not be read.`)
  })
  const result = schema.safeParse(parse(path, text.replace(/^\uFEFF/, '')))
  if (result.success) return result.data
  const wrong = result.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`)
  throw new UsageError(`${path} does not have the right shape (${wrong.join('; ')}).`)
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is not valid JSON.`)
  }
}
