// How names of API keys and workspaces are kept in the ledger's settings. Loads no SDK: the backend reads it at its start.
import { z } from 'zod'
import { NO_NAMES, type Names } from '../core/names.ts'

export const NAMES_KEY = 'names.anthropic'

export const namesShape = z.object({
  apiKeys: z.record(z.string(), z.object({ name: z.string(), workspace: z.string().nullable() })),
  workspaces: z.record(z.string(), z.string()),
})

/** What cannot be read names nothing. */
export function readNames(kept: unknown): Names {
  const read = namesShape.safeParse(kept)
  return read.success ? read.data : NO_NAMES
}
