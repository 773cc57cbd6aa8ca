// Days on which a surface cost much more than it usually does on such a day, and by what it shows. Pure.
import { addDays } from '../../../src/core/calendar.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import type { SeriesRow } from '../../state/series.ts'
import { isWeekend } from '../../charts/time-axis.ts'

/** By day and surface. */
export type StandingRow = Pick<SeriesRow, 'keys' | 'requests' | 'tokens' | 'listCost'>

export interface StandsOut {
  letter: string
  surface: string
  from: string
  to: string
  /** For instance "wrote 1.55 times as much cache as usual". */
  what: string
  /** Cost above the usual, pico-USD. */
  extra: bigint
}

/** A seventh above the usual day, and by at least a twentieth of an average day of all surfaces: less is noise. */
const OVER = 1.15
const LEAST_PART = 20n
/** Fewer days of a kind say nothing about what is usual. */
const LEAST_DAYS = 4

function medianBig(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a === b ? 0 : a < b ? -1 : 1))
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n
}

function median(values: readonly number[]): number {
  return Number(medianBig(values.map((value) => BigInt(Math.round(value)))))
}

const dayOf = (row: StandingRow): string => row.keys['day'] ?? ''
const costOf = (row: StandingRow): bigint => BigInt(row.listCost ?? 0)
const writesOf = (row: StandingRow): number => row.tokens.cacheWrite5m + row.tokens.cacheWrite1h
const MEASURES: readonly { of: (row: StandingRow) => number; text: (times: string) => string }[] = [
  { of: (row) => row.requests ?? 0, text: (times) => `at ${times} times its usual requests` },
  { of: writesOf, text: (times) => `wrote ${times} times as much cache as usual` },
  { of: (row) => row.tokens.uncachedInput, text: (times) => `sent ${times} times as much uncached input as usual` },
  { of: (row) => row.tokens.output, text: (times) => `wrote ${times} times as much output as usual` },
]

/** The first measure that grew about as much as any of them: requests explain the tokens, not the other way round. */
function reason(days: readonly StandingRow[], usual: readonly StandingRow[]): string {
  const grown = MEASURES.map(({ of, text }) => {
    const normal = median(usual.map(of))
    const mean = days.reduce((sum, row) => sum + of(row), 0) / days.length
    return { times: normal === 0 ? 1 : mean / normal, text }
  })
  const most = Math.max(...grown.map(({ times }) => times))
  const first = grown.find(({ times }) => times >= 1.15 && times >= most * 0.95)
  return first === undefined ? 'cost more than usual' : first.text(first.times.toFixed(2))
}

interface Finding {
  surface: string
  days: StandingRow[]
  usual: StandingRow[]
  extra: bigint
}

/** Working days and weekend days of a surface, each in order. */
type Kinds = readonly [StandingRow[], StandingRow[]]

function bySurface(rows: readonly StandingRow[]): Map<string, Kinds> {
  const weekends = new Set([...new Set(rows.map(dayOf))].filter(isWeekend))
  const surfaces = new Map<string, Kinds>()
  for (const row of rows.toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0))) {
    const surface = row.keys['surface'] ?? UNATTRIBUTED
    const kinds = surfaces.get(surface) ?? [[], []]
    surfaces.set(surface, kinds)
    kinds[weekends.has(dayOf(row)) ? 1 : 0].push(row)
  }
  return surfaces
}

function findingsOf(surface: string, kinds: Kinds, floor: bigint): Finding[] {
  const findings: Finding[] = []
  for (const kind of kinds) {
    if (kind.length < LEAST_DAYS) continue
    const usualCost = medianBig(kind.map(costOf))
    const high = (row: StandingRow) => costOf(row) - usualCost > floor && Number(costOf(row)) > Number(usualCost) * OVER
    const usual = kind.filter((row) => !high(row))
    for (const row of kind.filter(high)) {
      const last = findings.at(-1)
      const extra = costOf(row) - usualCost
      if (last?.days.at(-1)?.keys['day'] === addDays(dayOf(row), -1)) {
        last.days.push(row)
        last.extra += extra
      } else findings.push({ surface, days: [row], usual, extra })
    }
  }
  return findings
}

/** Two surfaces that rose on the same days are one thing to look at; the larger is named. */
function apart(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = []
  const daysOf = (finding: Finding) => finding.days.map((row) => row.keys['day'])
  for (const finding of findings) {
    if (!kept.some((other) => daysOf(other).some((day) => daysOf(finding).includes(day)))) kept.push(finding)
  }
  return kept
}

/** `rows` are grouped by day and surface; `today` is left out, since it is not over. At most two, by date. */
export function standsOut(rows: readonly StandingRow[], today: string): StandsOut[] {
  // A day without a price is unknown, not a cheap one.
  const whole = rows.filter((row) => row.keys['day'] !== today && row.listCost !== null)
  const total = whole.reduce((sum, row) => sum + costOf(row), 0n)
  const days = BigInt(new Set(whole.map((row) => row.keys['day'])).size || 1)
  const floor = total / days / LEAST_PART
  const findings = [...bySurface(whole)].flatMap(([surface, kinds]) => findingsOf(surface, kinds, floor))
  return apart(findings.sort((a, b) => (a.extra > b.extra ? -1 : 1)))
    .slice(0, 2)
    .map(({ surface, days: found, usual, extra }) => ({
      surface,
      extra,
      from: found[0]?.keys['day'] ?? '',
      to: found.at(-1)?.keys['day'] ?? '',
      what: reason(found, usual),
    }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .map((found, index) => ({ ...found, letter: 'ab'[index] ?? '' }))
}
