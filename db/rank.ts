// Which of two records of one request counts (product rule). Knows no database.

export interface Ranked {
  /** Order of arrival. */
  id: number
  /** Over all passes. */
  allOutput: number
  allTokens: number
  splitAssumed: number
  sidechain: number
}

/**
 * The larger output count wins, whichever came first; then the larger total, then the one that knows how its cache
 * writes split, then the one that is not a side chain's copy, then the first.
 */
export function beats(a: Ranked, b: Ranked): boolean {
  if (a.allOutput !== b.allOutput) return a.allOutput > b.allOutput
  if (a.allTokens !== b.allTokens) return a.allTokens > b.allTokens
  if (a.splitAssumed !== b.splitAssumed) return a.splitAssumed < b.splitAssumed
  if (a.sidechain !== b.sidechain) return a.sidechain < b.sidechain
  return a.id < b.id
}
