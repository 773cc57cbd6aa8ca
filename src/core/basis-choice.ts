// Which kind of evidence counts on which platform and day. Layers of evidence are never added to each other.
import type { Basis } from './usage.ts'

/** Tokens that one kind of evidence holds on one platform and UTC day. */
export interface BasisDay {
  platform: string
  utcDay: string
  basis: Basis
  tokens: number
}

export interface BasisChoice {
  /** The evidence that counts there; null where there is none. Bills are for reconciling and never chosen. */
  basisOf(platform: string, utcDay: string): Basis | null
}

/** Reports count where they hold over 5 % more tokens than the requests of the same day. */
const REPORTS_WIN_OVER_PCT = 105

function reportsWin(requests: number | undefined, reports: number | undefined): boolean {
  if (reports === undefined) return false
  return requests === undefined || BigInt(reports) * 100n > BigInt(requests) * BigInt(REPORTS_WIN_OVER_PCT)
}

/**
 * Requests by default; reports on days that only they cover, or where they hold over 5 % more tokens.
 * With `only`, that basis alone counts, wherever it is.
 */
export function chooseBasis(days: readonly BasisDay[], only: Basis | null = null): BasisChoice {
  const tokens = new Map<string, Map<Basis, number>>()
  for (const day of days) {
    const key = `${day.platform} ${day.utcDay}`
    const held = tokens.get(key) ?? new Map<Basis, number>()
    held.set(day.basis, (held.get(day.basis) ?? 0) + day.tokens)
    tokens.set(key, held)
  }
  const choose = (held: ReadonlyMap<Basis, number>): Basis | null => {
    if (only !== null) return held.has(only) ? only : null
    if (reportsWin(held.get('requests'), held.get('reports'))) return 'reports'
    return held.has('requests') ? 'requests' : null
  }
  const chosen = new Map([...tokens].map(([key, held]) => [key, choose(held)] as const))
  return { basisOf: (platform, utcDay) => chosen.get(`${platform} ${utcDay}`) ?? null }
}
