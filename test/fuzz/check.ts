// What must hold of whatever an importer says about spoiled entries.
import { METERS } from '../../src/core/bill.ts'
import { TOKEN_CLASSES, type UsageRecord } from '../../src/core/usage.ts'
import type { Importer } from '../../src/importers/importer.ts'
import type { Entry } from './corpus.ts'
import { collect, type Collected } from '../importers/collecting-sink.ts'

/** An entry that takes longer than this hangs the import. */
const SLOWEST_MS = 1000

/** Feeds the entries to one reader; tells what is wrong with the outcome, in words. */
export function faultsOf(importer: Importer, entries: readonly Entry[]): { faults: string[]; seen: Collected | null } {
  const faults: string[] = []
  let seen: Collected | null = null
  try {
    seen = collect(importer, (reader) => entries.forEach((entry, at) => {
      const began = performance.now()
      if (entry.kind === 'bytes') reader.entry(entry.bytes, at + 1)
      else reader.row?.(entry.cells, at + 1)
      const took = performance.now() - began
      if (took > SLOWEST_MS) faults.push(`an entry took ${Math.round(took)} ms`)
    }))
  } catch (error) {
    faults.push(`threw ${error instanceof Error ? `${error.name}: ${error.message} ${(error.stack ?? '').split('\n')[1] ?? ''}` : String(error)}`)
    return { faults, seen }
  }
  const counted = seen.records.length + seen.repeated + seen.ignored.length + seen.rejected.length
  if (counted !== entries.length + seen.extra) faults.push(`${entries.length} entries and ${seen.extra} more, but ${counted} counted`)
  for (const record of seen.records) faults.push(...faultsOfRecord(record))
  for (const [reason] of [...seen.ignored, ...seen.rejected]) {
    if (reason.length === 0 || reason.length > 300) faults.push(`a reason of ${reason.length} characters`)
  }
  return { faults: [...new Set(faults)], seen }
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0

function* faultsOfRecord(record: UsageRecord): Generator<string> {
  if (record.passes.length === 0) yield 'a record without a pass'
  for (const pass of record.passes) {
    for (const name of TOKEN_CLASSES) if (!isCount(pass.tokens[name])) yield `${name} is ${pass.tokens[name]}`
    if (!isCount(pass.webSearches)) yield `web searches are ${pass.webSearches}`
    if (pass.model === '') yield 'a model without a name'
  }
  if (record.requests !== null && !isCount(record.requests)) yield `requests are ${record.requests}`
  if (record.occurredAtMs !== null && !Number.isSafeInteger(record.occurredAtMs)) yield `the time is ${record.occurredAtMs}`
  for (const ms of [record.latencyMs, record.timeToFirstTokenMs]) if (ms !== null && !isCount(ms)) yield `a latency is ${ms}`
  if (record.basis !== 'requests' && record.reportKey === null) yield 'an aggregate without a key'
  if ((record.basis === 'bills') !== (record.bill !== undefined)) yield 'a bill without an amount, or an amount without a bill'
  if (record.bill !== undefined && !METERS.includes(record.bill.meter)) yield 'an unknown meter'
}

/** All tokens of the records, to tell whether one was lost without a word. */
export const allTokens = (records: readonly UsageRecord[]): number => records.reduce((sum, { passes }) =>
  sum + passes.reduce((part, { tokens }) => part + TOKEN_CLASSES.reduce((inner, name) => inner + tokens[name], 0), 0), 0)
