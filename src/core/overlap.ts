// Which imports cover the same platform and UTC days, how their evidence relates, and what of it counts. Pure.
import type { Basis, Platform } from './usage.ts'

/** One kind of evidence that an import holds on one platform. */
export interface Covered {
  importId: number
  label: string
  platform: Platform
  basis: Basis
  importer: string
  /** Attribution fields that a report is grouped by, as far as its rows tell. Empty for logs. */
  groupedBy: ReadonlySet<string>
  days: ReadonlyMap<string, CoveredDay>
}

export interface CoveredDay {
  tokens: number
  /** How finely rows of that day are cut (bucket, model, tier): two ways on one day are two reports. */
  cuts: ReadonlySet<string>
}

/**
 * `layers`: another basis. `kinds`: another kind of report, or of bill. `groupings`: the same report grouped in another
 * way, so that it is added twice. `requests`: another log of requests. `same-kind`: further rows of one kind of report.
 */
export const RELATIONS = ['layers', 'kinds', 'groupings', 'requests', 'same-kind'] as const
export type Relation = (typeof RELATIONS)[number]

export interface OverlapSide {
  importId: number
  label: string
  basis: Basis
  importer: string
  /** On the shared days. */
  tokens: number
  /** Shared days on which this side's evidence counts. */
  countedDays: number
}

export interface Overlap {
  platform: Platform
  relation: Relation
  /** UTC days that both cover; of `groupings`, those cut in two ways. */
  days: number
  own: OverlapSide
  other: OverlapSide
}

export type Counts = (platform: Platform, utcDay: string, evidence: { basis: Basis; importer: string }) => boolean

/** Overlaps of one import with all that others hold, and of its own kinds with each other. */
export function overlapsOf(importId: number, covered: readonly Covered[], counts: Counts): Overlap[] {
  const found: Overlap[] = []
  const own = covered.filter((one) => one.importId === importId)
  for (const [at, mine] of own.entries()) {
    const others = [...covered.filter((one) => one.importId !== importId), ...own.slice(at)]
    for (const other of others) {
      const overlap = overlapBetween(mine, other, counts)
      if (overlap !== null) found.push(overlap)
    }
  }
  return found.toSorted((a, b) => RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation) || b.days - a.days)
}

function overlapBetween(own: Covered, other: Covered, counts: Counts): Overlap | null {
  if (own.platform !== other.platform) return null
  const shared = [...own.days.keys()].filter((day) => other.days.has(day))
  const relation = relationOf(own, other, shared)
  if (relation === null) return null
  const days = relation === 'groupings' ? shared.filter((day) => areCutApart(own, other, day)) : shared
  return { platform: own.platform, relation, days: days.length, own: sideOf(own, days, counts), other: sideOf(other, days, counts) }
}

/** Bills stand beside usage, to be reconciled with it: no overlap. Logs of one format are told apart by request ids. */
function relationOf(own: Covered, other: Covered, shared: readonly string[]): Relation | null {
  if (shared.length === 0 || (own.basis !== other.basis && (own.basis === 'bills' || other.basis === 'bills'))) return null
  if (own.basis !== other.basis) return 'layers'
  if (own.importer !== other.importer) return own.basis === 'requests' ? 'requests' : 'kinds'
  if (own.basis === 'requests') return null
  if (shared.some((day) => areCutApart(own, other, day))) return 'groupings'
  return own === other ? null : 'same-kind'
}

function areCutApart(own: Covered, other: Covered, day: string): boolean {
  if (own !== other && !sameSet(own.groupedBy, other.groupedBy)) return true
  const [mine, theirs] = [own.days.get(day)?.cuts ?? NONE, other.days.get(day)?.cuts ?? NONE]
  return new Set([...mine, ...theirs]).size > 1
}

const NONE: ReadonlySet<string> = new Set()

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each))
}

function sideOf(covered: Covered, days: readonly string[], counts: Counts): OverlapSide {
  const { importId, label, platform, basis, importer } = covered
  return {
    importId, label, basis, importer,
    tokens: days.reduce((sum, day) => sum + (covered.days.get(day)?.tokens ?? 0), 0),
    countedDays: days.filter((day) => counts(platform, day, { basis, importer })).length,
  }
}
