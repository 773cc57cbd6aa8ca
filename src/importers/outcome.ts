// What becomes of one entry, as a value, and the telling of it. Owns no format.
import type { UsageRecord } from '../core/usage.ts'
import { UnreadableField } from './fields.ts'
import type { EntrySink } from './importer.ts'

export type Outcome =
  | { kind: 'accept'; record: UsageRecord }
  | { kind: 'ignore'; reason: string }
  | { kind: 'reject'; reason: string }

export function accept(record: UsageRecord): Outcome {
  return { kind: 'accept', record }
}

export function ignore(reason: string): Outcome {
  return { kind: 'ignore', reason }
}

export function reject(reason: string): Outcome {
  return { kind: 'reject', reason }
}

/** A field that could not be read becomes a rejection. */
export function outcomeOf(read: () => Outcome): Outcome {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnreadableField) return reject(error.message)
    throw error
  }
}

export function tell(sink: EntrySink, outcome: Outcome, position: number): void {
  if (outcome.kind === 'accept') sink.accept(outcome.record, position)
  else if (outcome.kind === 'ignore') sink.ignore(outcome.reason, position)
  else sink.reject(outcome.reason, position)
}

/** Several entries found in one line or element. */
export function tellAll(sink: EntrySink, outcomes: readonly Outcome[], position: number): void {
  if (outcomes.length !== 1) sink.extraEntries(outcomes.length - 1)
  for (const outcome of outcomes) tell(sink, outcome, position)
}
