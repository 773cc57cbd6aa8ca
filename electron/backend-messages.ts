// What main and the backend's process say to each other. Types and their checks; no logic.
import { z } from 'zod'
import { ledgerEvent, reply } from '../src/api/contract/contract.ts'

export const toBackend = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.number(), method: z.string(), input: z.unknown() }),
  z.strictObject({ type: z.literal('import'), id: z.number(), paths: z.array(z.string()).min(1) }),
  z.strictObject({ type: z.literal('close'), id: z.number() }),
  /** To an `ask-key`. */
  z.strictObject({ type: z.literal('key-answer'), id: z.number(), reply }),
])
export type ToBackend = z.infer<typeof toBackend>

/** What the backend may ask about the Admin key: where it is, or itself, for one pull. */
const askedOfKey = z.enum(['state', 'key'])
export type AskedOfKey = z.infer<typeof askedOfKey>

export const fromBackend = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answer'), id: z.number(), reply }),
  z.strictObject({ type: z.literal('event'), event: ledgerEvent }),
  z.strictObject({ type: z.literal('ask-key'), id: z.number(), what: askedOfKey }),
])
export type FromBackend = z.infer<typeof fromBackend>
