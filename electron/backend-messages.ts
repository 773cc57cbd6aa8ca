// What main and the backend's process say to each other. Types and their checks; no logic.
import { z } from 'zod'
import { ledgerEvent, reply } from '../src/api/contract/contract.ts'

export const toBackend = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.number(), method: z.string(), input: z.unknown() }),
  z.strictObject({ type: z.literal('import'), id: z.number(), paths: z.array(z.string()).min(1) }),
  z.strictObject({ type: z.literal('close'), id: z.number() }),
])
export type ToBackend = z.infer<typeof toBackend>

export const fromBackend = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answer'), id: z.number(), reply }),
  z.strictObject({ type: z.literal('event'), event: ledgerEvent }),
])
export type FromBackend = z.infer<typeof fromBackend>
