// A made-up team's usage over nine weeks: deterministic, adds up, both providers. Filters and groups as the contract says.
import { addDays, monthOf, weekOf } from '../../src/core/calendar.ts'
import { priceCell } from '../../src/core/cost.ts'
import { FiguresSum } from '../../src/core/figures.ts'
import { surfaceOf, type SurfaceRule } from '../../src/core/surface-rules.ts'
import type { Origin, Platform, PriceClass, UsageCell } from '../../src/core/usage.ts'
import type { Figures, Filters, GroupKey, TotalsRow } from '../../src/api/contract/shapes.ts'
import { FAKE_BOOK } from './fake-prices.ts'

export const FIRST_DAY = '2026-09-21'
export const LAST_DAY = '2026-11-22'

/** One origin's steady traffic. Tokens are per request. */
interface Stream {
  origin: Partial<Origin>
  platform: Platform
  route: string
  model: string
  requestsADay: number
  weekend: number
  trend: number
  input: number
  read: number
  write5m: number
  write1h: number
  output: number
  bandTo?: number
  latencyMs: number | null
}

const STREAMS: readonly Stream[] = [
  stream({ principal: 'role/support-eu' }, 'bedrock/geo-eu', 'claude-sonnet-5-5', {
    requestsADay: 61_000,
    weekend: 0.6,
    trend: 0.12,
    input: 405,
    read: 9_100,
    write5m: 870,
    output: 290,
    latencyMs: 1_180,
  }),
  stream({ workspace: 'support-prod' }, 'anthropic/global', 'claude-sonnet-5-5', {
    requestsADay: 13_500,
    weekend: 0.6,
    trend: 0.05,
    input: 395,
    read: 9_400,
    write5m: 500,
    output: 300,
    latencyMs: 1_020,
  }),
  stream({ apiKey: 'cr-main' }, 'anthropic/global', 'claude-opus-5-5', {
    requestsADay: 5_600,
    weekend: 0.2,
    trend: 0.45,
    input: 5_200,
    read: 40_000,
    write5m: 4_300,
    output: 1_150,
    latencyMs: 8_420,
  }),
  stream({ principal: 'role/eval-runner' }, 'bedrock/geo-us', 'claude-sonnet-5-5', {
    requestsADay: 10_200,
    weekend: 0,
    trend: -0.1,
    input: 7_900,
    read: 6_300,
    write5m: 2_400,
    output: 1_900,
    latencyMs: 3_310,
  }),
  stream({ workspace: 'voice' }, 'anthropic/global', 'claude-haiku-5-5', {
    requestsADay: 195_000,
    weekend: 0.8,
    trend: 0.06,
    input: 590,
    read: 6_500,
    write5m: 40,
    output: 120,
    latencyMs: 412,
  }),
  stream({ apiKey: 'vx-live' }, 'anthropic/global', 'claude-haiku-5-5', {
    requestsADay: 35_000,
    weekend: 0.8,
    trend: 0.02,
    input: 610,
    read: 6_450,
    write5m: 44,
    output: 118,
    latencyMs: 420,
  }),
  stream({ profile: 'docsearch-7' }, 'bedrock/global', 'claude-haiku-5-5', {
    requestsADay: 92_000,
    weekend: 0.3,
    trend: -0.08,
    input: 2_900,
    read: 7_300,
    write5m: 330,
    output: 95,
    bandTo: 200_000,
    latencyMs: 690,
  }),
  stream({ tags: { app: 'contracts' } }, 'bedrock/geo-eu', 'claude-opus-5-5', {
    requestsADay: 1_900,
    weekend: 0.05,
    trend: 0.3,
    input: 8_000,
    read: 39_000,
    write1h: 1_600,
    output: 1_450,
    latencyMs: 1_940,
  }),
  stream({ principal: 'role/batch-etl' }, 'anthropic/global', 'claude-haiku-5-5', {
    requestsADay: 7_200,
    weekend: 0.9,
    trend: -0.3,
    input: 2_700,
    read: 1_900,
    write5m: 240,
    output: 180,
    latencyMs: null,
  }),
  stream({ principal: 'role/sandbox-dev' }, 'bedrock/geo-us', 'claude-haiku-5-5', {
    requestsADay: 900,
    weekend: 0.2,
    trend: -0.2,
    input: 2_100,
    read: 2_300,
    write5m: 260,
    output: 210,
    latencyMs: null,
  }),
  stream({ principal: 'role/batch-etl' }, 'bedrock/unknown', 'application-inference-profile/x7k2', {
    requestsADay: 160,
    weekend: 0,
    trend: 0,
    input: 1_500,
    read: 0,
    output: 90,
    latencyMs: null,
  }),
]

function stream(origin: Partial<Origin>, placement: string, model: string, traffic: Partial<Stream>): Stream {
  const [name, route = 'unknown'] = placement.split('/')
  return {
    requestsADay: 0,
    weekend: 1,
    trend: 0,
    input: 0,
    read: 0,
    write5m: 0,
    write1h: 0,
    output: 0,
    latencyMs: null,
    ...traffic,
    origin,
    platform: name === 'anthropic' ? 'anthropic' : 'bedrock',
    route,
    model,
  }
}

export const FAKE_RULES: readonly SurfaceRule[] = [
  { surface: 'support-bot', when: { principal: 'role/support-*' } },
  { surface: 'support-bot', when: { workspace: 'support-prod' } },
  { surface: 'code-review', when: { apiKey: 'cr-*' } },
  { surface: 'nightly-eval', when: { principal: 'role/eval-runner' } },
  { surface: 'voice', when: { workspace: 'voice' } },
  { surface: 'voice', when: { apiKey: 'vx-*' } },
  { surface: 'doc-search', when: { profile: '*docsearch*' } },
  { surface: 'contract-intake', when: { 'tag:app': 'contracts' } },
]

export interface FakeCell extends UsageCell {
  day: string
  origin: Origin
  requests: number
  latencyMs: number | null
}

function originOf(some: Partial<Origin>, platform: Platform): Origin {
  return {
    importer: platform === 'bedrock' ? 'bedrock-invocation-log' : 'messages-response',
    account: platform === 'bedrock' ? '111122223333' : null,
    workspace: null,
    apiKey: null,
    principal: null,
    profile: null,
    project: null,
    gateway: null,
    tags: {},
    ...some,
  }
}

/** 0.95 to 1.05, the same for the same day and stream. */
function noise(day: number, index: number): number {
  return 0.95 + ((day * 7_919 + index * 104_729) % 101) / 1_010
}

function cellOf(
  from: Stream,
  place: { day: string; at: number; index: number; origin: Origin; priceClass: PriceClass },
): FakeCell {
  const weekday = new Date(`${place.day}T00:00:00Z`).getUTCDay()
  const peak = from.model === 'claude-opus-5-5' && place.day >= '2026-11-17' && place.day <= '2026-11-19' ? 1.55 : 1
  const writes =
    from.origin.principal === 'role/support-eu' && place.day >= '2026-11-11' && place.day <= '2026-11-13' ? 1.55 : 1
  const today = place.day === LAST_DAY ? 0.4 : 1
  const factor =
    (weekday === 0 || weekday === 6 ? from.weekend : 1) *
    (1 + (from.trend * place.at) / 62) *
    noise(place.at, place.index) *
    peak *
    today
  const requests = Math.round(from.requestsADay * factor)
  return {
    day: place.day,
    utcDay: place.day,
    origin: place.origin,
    priceClass: place.priceClass,
    requests,
    webSearches: 0,
    latencyMs: from.latencyMs,
    tokens: {
      uncachedInput: requests * from.input,
      cacheRead: requests * from.read,
      cacheWrite5m: requests * Math.round(from.write5m * writes),
      cacheWrite1h: requests * from.write1h,
      output: requests * from.output,
    },
  }
}

function makeCells(): FakeCell[] {
  const places = STREAMS.map((from, index) => ({
    from,
    index,
    origin: originOf(from.origin, from.platform),
    priceClass: {
      platform: from.platform,
      route: from.route,
      model: from.model,
      tier: 'standard',
      speed: 'standard',
      promptOver: 0,
      promptUpTo: from.bandTo ?? 76_923,
      assumptions: from.bandTo === undefined ? [] : (['write-split'] as const),
    } satisfies PriceClass,
  }))
  const cells: FakeCell[] = []
  for (let at = 0; at < 63; at += 1) {
    const day = addDays(FIRST_DAY, at)
    for (const { from, ...place } of places) {
      const cell = cellOf(from, { ...place, day, at })
      if (cell.requests > 0) cells.push(cell)
    }
  }
  return cells
}

const CELLS = makeCells()

export function surfaceOfCell(cell: FakeCell, rules: readonly SurfaceRule[]): string {
  return surfaceOf(cell.origin, cell.priceClass, rules).surface
}

/** Cells under the filters, oldest first. The fake holds requests only. */
export function cellsUnder(filters: Filters, rules: readonly SurfaceRule[]): FakeCell[] {
  const within = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value)
  if (filters.basis === 'reports') return []
  return CELLS.filter(
    (cell) =>
      (filters.from === null || cell.day >= filters.from) &&
      (filters.to === null || cell.day <= filters.to) &&
      within(filters.platforms, cell.priceClass.platform) &&
      within(filters.routes, cell.priceClass.route) &&
      within(filters.models, cell.priceClass.model) &&
      within(filters.surfaces, surfaceOfCell(cell, rules)),
  )
}

/** A day's cell spread over the hours of the day, whole requests only; the rest falls at noon. */
function byHour(cell: FakeCell): FakeCell[] {
  const hours = cell.day === LAST_DAY ? 14 : 24
  const part = Math.floor(cell.requests / (hours * 1.5))
  return Array.from({ length: hours }, (_, hour) => {
    const requests = hour === 12 ? cell.requests - part * (hours - 1) : part
    const each = (tokens: number) => Math.round((tokens / cell.requests) * requests)
    const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output } = cell.tokens
    const tokens = {
      uncachedInput: each(uncachedInput),
      cacheRead: each(cacheRead),
      cacheWrite5m: each(cacheWrite5m),
      cacheWrite1h: each(cacheWrite1h),
      output: each(output),
    }
    return { ...cell, day: `${cell.day}T${String(hour).padStart(2, '0')}:00`, requests, tokens }
  }).filter((hourly) => hourly.requests > 0)
}

function keyValue(cell: FakeCell, key: GroupKey, rules: readonly SurfaceRule[]): string | null {
  const day = cell.day.slice(0, 10)
  switch (key) {
    case 'hour':
      return cell.day
    case 'day':
      return day
    case 'week':
      return weekOf(day)
    case 'month':
      return monthOf(day)
    case 'surface':
      return surfaceOfCell(cell, rules)
    case 'platform':
    case 'route':
    case 'model':
    case 'tier':
    case 'speed':
      return cell.priceClass[key]
    default:
      return cell.origin[key]
  }
}

export function sumCells(cells: readonly FakeCell[]): Figures {
  const sum = new FiguresSum()
  for (const cell of cells) sum.add(cell, priceCell(cell, FAKE_BOOK))
  return sum.toFigures()
}

export function totalsBy(
  cells: readonly FakeCell[],
  by: readonly GroupKey[],
  rules: readonly SurfaceRule[],
): TotalsRow[] {
  const groups = new Map<string, { keys: Record<string, string | null>; cells: FakeCell[] }>()
  for (const cell of by.includes('hour') ? cells.flatMap(byHour) : cells) {
    const keys = Object.fromEntries(by.map((key) => [key, keyValue(cell, key, rules)]))
    const id = JSON.stringify(Object.values(keys))
    const group = groups.get(id)
    if (group === undefined) groups.set(id, { keys, cells: [cell] })
    else group.cells.push(cell)
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({ keys: group.keys, ...sumCells(group.cells) }))
}

export const FAKE_TOTAL_REQUESTS = CELLS.reduce((sum, cell) => sum + cell.requests, 0)
