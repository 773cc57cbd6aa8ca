// Which evidence counts on which platform and UTC day. Layers of evidence are never added to each other, nor are two
// kinds of report of the same day: each is the whole day as its source knows it.
import { exactnessRank } from './evidence-kinds.ts'
import type { Basis } from './usage.ts'

/** Tokens that one kind of evidence holds on one platform and UTC day. */
export interface BasisDay {
  platform: string
  utcDay: string
  basis: Basis
  /** The kind of report or bill. Null for requests: those of different logs are added. */
  importer: string | null
  tokens: number
}

/** What counts on a day. `importer` null: all of that basis. */
export interface CountedEvidence {
  basis: Basis
  importer: string | null
}

export interface BasisChoice {
  /** Null where there is no evidence. Bills are for reconciling and never chosen unasked. */
  evidenceOf(platform: string, utcDay: string): CountedEvidence | null
  /** Whether evidence that came by this importer counts there. */
  counts(platform: string, utcDay: string, evidence: { basis: Basis; importer: string }): boolean
}

/** Reports count where they hold over 5 % more tokens than the requests of the same day. */
const REPORTS_WIN_OVER_PCT = 105

interface Candidate extends CountedEvidence { tokens: number }

/**
 * Requests by default; reports on days that only they cover, or where one kind of them holds over 5 % more tokens.
 * Of several kinds of report (or bill) the one with the most tokens counts; of equals, the more exact.
 * With `only`, that basis alone counts, wherever it is.
 */
export function chooseBasis(days: readonly BasisDay[], only: Basis | null = null): BasisChoice {
  const held = new Map<string, Map<Basis, Candidate>>()
  for (const [key, kinds] of byDay(days)) held.set(key, bestOfEach(kinds))
  const chosen = new Map([...held].map(([key, best]) => [key, choose(best, only)] as const))
  const evidenceOf = (platform: string, utcDay: string) => chosen.get(`${platform} ${utcDay}`) ?? null
  return {
    evidenceOf,
    counts(platform, utcDay, { basis, importer }) {
      const counted = evidenceOf(platform, utcDay)
      return counted !== null && counted.basis === basis && (counted.importer === null || counted.importer === importer)
    },
  }
}

/** Every kind once a day, with all its tokens. */
function byDay(days: readonly BasisDay[]): Map<string, Map<string, Candidate>> {
  const found = new Map<string, Map<string, Candidate>>()
  for (const { platform, utcDay, basis, importer, tokens } of days) {
    const key = `${platform} ${utcDay}`
    const kinds = found.get(key) ?? new Map<string, Candidate>()
    if (kinds.size === 0) found.set(key, kinds)
    const kind = `${basis} ${importer ?? ''}`
    const before = kinds.get(kind)
    if (before === undefined) kinds.set(kind, { basis, importer, tokens })
    else before.tokens += tokens
  }
  return found
}

function bestOfEach(kinds: ReadonlyMap<string, Candidate>): Map<Basis, Candidate> {
  const best = new Map<Basis, Candidate>()
  for (const kind of kinds.values()) {
    const before = best.get(kind.basis)
    if (before === undefined || isBetter(kind, before)) best.set(kind.basis, kind)
  }
  return best
}

/** By tokens, then by exactness, then by name: never by the order of arrival. */
function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.tokens !== b.tokens) return a.tokens > b.tokens
  const [nameA, nameB] = [a.importer ?? '', b.importer ?? '']
  const [rankA, rankB] = [exactnessRank(a.basis, nameA), exactnessRank(b.basis, nameB)]
  return rankA === rankB ? nameA < nameB : rankA < rankB
}

function choose(best: ReadonlyMap<Basis, Candidate>, only: Basis | null): CountedEvidence | null {
  const [requests, reports] = [best.get('requests') ?? null, best.get('reports') ?? null]
  if (only !== null) return best.get(only) ?? null
  return reportsWin(requests, reports) ? reports : requests
}

function reportsWin(requests: Candidate | null, reports: Candidate | null): boolean {
  if (reports === null) return false
  return requests === null || BigInt(reports.tokens) * 100n > BigInt(requests.tokens) * BigInt(REPORTS_WIN_OVER_PCT)
}
