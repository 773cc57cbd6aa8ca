// Which of two records of one request, or of one report row, counts (product rule).
import { BASES, type Pass, type UsageRecord } from './usage.ts'

export interface Ranked {
  /** Order of arrival. */
  id: number
  /** Its place in BASES. Records of one report row, or of one line of a bill, are its revisions. */
  basis: number
  /** Over all passes. */
  allOutput: number
  allTokens: number
  splitAssumed: number
  sidechain: number
}

const REQUESTS = BASES.indexOf('requests')

/**
 * Of two revisions of a report row or of a line of a bill the later counts, also where it is the smaller.
 * Of two records of a request the larger output count wins, whichever came first; then the larger total, then the one
 * that knows how its cache writes split, then the one that is not a side chain's copy, then the first.
 */
export function beats(a: Ranked, b: Ranked): boolean {
  if (a.basis === b.basis && a.basis !== REQUESTS) return a.id > b.id
  if (a.allOutput !== b.allOutput) return a.allOutput > b.allOutput
  if (a.allTokens !== b.allTokens) return a.allTokens > b.allTokens
  if (a.splitAssumed !== b.splitAssumed) return a.splitAssumed < b.splitAssumed
  if (a.sidechain !== b.sidechain) return a.sidechain < b.sidechain
  return a.id < b.id
}

export const tokensOf = ({ tokens }: Pass): number =>
  tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output

/** `id`: its order of arrival. */
export function ranksOf(record: UsageRecord, id = 0): Ranked {
  let [allOutput, allTokens, splitAssumed] = [0, 0, 0]
  for (const pass of record.passes) {
    allOutput += pass.tokens.output
    allTokens += tokensOf(pass)
    if (pass.writeSplitAssumed) splitAssumed = 1
  }
  return { id, basis: BASES.indexOf(record.basis), allOutput, allTokens, splitAssumed, sidechain: record.sidechain ? 1 : 0 }
}
