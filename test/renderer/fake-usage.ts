// The usage questions of the contract, answered from the fake ledger.
import { dayStartMs } from '../../src/core/calendar.ts'
import { priceCell } from '../../src/core/cost.ts'
import { plainAmount } from '../../src/core/money.ts'
import { priceClassKey } from '../../src/core/price-class.ts'
import { surfaceOf } from '../../src/core/surface-rules.ts'
import { TOKEN_CLASSES, type PriceClass } from '../../src/core/usage.ts'
import type { Output } from '../../src/api/contract/contract.ts'
import type { Figures, Filters } from '../../src/api/contract/shapes.ts'
import type { Handlers } from './fake-bridge.ts'
import { latencyByPlacement } from './fake-decide.ts'
import { cellsUnder, surfaceOfCell, sumCells, totalsBy, LAST_DAY, type FakeCell } from './fake-ledger.ts'
import { FAKE_BOOK } from './fake-prices.ts'

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)].sort()
const tokensOf = (cell: FakeCell) => TOKEN_CLASSES.reduce((sum, name) => sum + cell.tokens[name], 0)

function windowOf(filters: Filters, cells: readonly FakeCell[]): Output<'usage.totals'>['window'] {
  const basis: Record<string, Record<string, number>> = {}
  for (const platform of unique(cells.map((cell) => cell.priceClass.platform))) {
    basis[platform] = {
      requests: unique(cells.filter((cell) => cell.priceClass.platform === platform).map((cell) => cell.day)).length,
    }
  }
  return { from: filters.from, to: filters.to, tz: filters.tz, basis }
}

export const totals: Handlers['usage.totals'] = ({ filters, by }, state) => {
  const cells = state.empty ? [] : cellsUnder(filters, state.rules)
  return { rows: totalsBy(cells, by, state.rules), totals: sumCells(cells), window: windowOf(filters, cells), plan: null }
}

export const series: Handlers['usage.series'] = ({ filters, each, by }, state) => {
  const cells = state.empty ? [] : cellsUnder(filters, state.rules)
  const rows = totalsBy(cells, [each, by], state.rules)
  const times = unique(rows.map((row) => row.keys[each] ?? ''))
  const values = [...new Set(rows.map((row) => row.keys[by] ?? null))]
  const token = (name: keyof Figures['tokens']) => rows.map((row) => row.tokens[name])
  return {
    each, by, times, values,
    time: rows.map((row) => times.indexOf(row.keys[each] ?? '')), value: rows.map((row) => values.indexOf(row.keys[by] ?? null)),
    requests: rows.map((row) => row.requests), uncachedInput: token('uncachedInput'), cacheRead: token('cacheRead'),
    cacheWrite5m: token('cacheWrite5m'), cacheWrite1h: token('cacheWrite1h'), output: token('output'),
    unpricedTokens: rows.map((row) => row.unpricedTokens), listCost: rows.map(({ listCost }) => (listCost === null ? null : plainAmount(BigInt(listCost)))),
    netSaving: rows.map((row) => plainAmount(BigInt(row.caching.netSaving))), window: windowOf(filters, cells),
  }
}

export const facets: Handlers['usage.facets'] = ({ filters }, state) => {
  const cells = cellsUnder({ ...filters, platforms: [], surfaces: [], models: [], routes: [] }, state.rules)
  return {
    platforms: unique(cells.map((cell) => cell.priceClass.platform)),
    surfaces: unique(cells.map((cell) => surfaceOfCell(cell, state.rules))),
    models: unique(cells.map((cell) => cell.priceClass.model)),
    routes: unique(cells.map((cell) => cell.priceClass.route)),
  }
}

type RequestRow = Output<'usage.requests'>['rows'][number]

/** The `at`-th newest request of a cell: its tokens are the cell's average. */
function requestRow(cell: FakeCell, at: number, place: { id: number; tz: string; surface: string }): RequestRow {
  const each = (tokens: number) => Math.floor(tokens / cell.requests)
  const tokens = {
    uncachedInput: each(cell.tokens.uncachedInput),
    cacheRead: each(cell.tokens.cacheRead),
    cacheWrite5m: each(cell.tokens.cacheWrite5m),
    cacheWrite1h: each(cell.tokens.cacheWrite1h),
    output: each(cell.tokens.output),
  }
  const { priceClass } = cell
  const end = dayStartMs(cell.day, place.tz) + (cell.day === LAST_DAY ? 14.1 : 24) * 3_600_000
  return {
    id: place.id,
    atMs: Math.round(end - (at + 1) * 1_300),
    assumedDate: false,
    surface: place.surface,
    platform: priceClass.platform,
    route: priceClass.route,
    model: priceClass.model,
    rawModel: priceClass.model,
    tier: 'standard',
    speed: 'standard',
    kind: 'message',
    tokens,
    webSearches: 0,
    requests: 1,
    latencyMs: cell.latencyMs === null ? null : cell.latencyMs + ((at * 37) % 400),
    timeToFirstTokenMs: null,
    stopReason: 'end_turn',
    errorCode: null,
    listCost: priceCell({ ...cell, tokens, requests: 1 }, FAKE_BOOK).listCost?.toString() ?? null,
    assumptions: [...priceClass.assumptions],
    importId: 1,
    source: 'AWSLogs/18/14/T1403Z.json.gz',
    position: at + 1,
  }
}

export const requests: Handlers['usage.requests'] = ({ filters, offset, limit }, state) => {
  const cells = cellsUnder(filters, state.rules).toReversed()
  const total = cells.reduce((sum, cell) => sum + cell.requests, 0)
  const rows: RequestRow[] = []
  let before = 0
  for (const cell of cells) {
    for (let at = Math.max(0, offset - before); at < cell.requests && rows.length < limit; at += 1) {
      rows.push(
        requestRow(cell, at, { id: total - before - at, tz: filters.tz, surface: surfaceOfCell(cell, state.rules) }),
      )
    }
    before += cell.requests
    if (rows.length >= limit) break
  }
  return { rows, total }
}

export const latency: Handlers['usage.latency'] = ({ filters }, state) => {
  const cells = cellsUnder(filters, state.rules)
  return {
    reported: [{
      importer: 'cloudwatch-pull', platform: 'bedrock', route: 'geo-eu', model: 'claude-opus-5-5', measure: 'latency', days: 12, count: 3400,
      p50: { lowestMs: 800, highestMs: 1150 }, p95: { lowestMs: 2900, highestMs: 4100 }, p99: null,
    }],
    rows: unique(cells.map((cell) => surfaceOfCell(cell, state.rules))).map((surface) => {
      const own = cells.filter((cell) => surfaceOfCell(cell, state.rules) === surface && cell.latencyMs !== null)
      const count = own.reduce((sum, cell) => sum + cell.requests, 0)
      const p50Ms = own[0]?.latencyMs ?? null
      return {
        surface,
        count,
        p50Ms,
        p95Ms: p50Ms === null ? null : p50Ms * 3,
        p99Ms: p50Ms === null ? null : p50Ms * 5,
        ttftCount: 0,
        ttftP50Ms: null,
        ttftP95Ms: null,
        ttftP99Ms: null,
      }
    }),
    byPlacement: latencyByPlacement(filters, state),
  }
}

/** One log and one report a platform: the report covers fewer days and counts on none. */
export const evidence: Handlers['usage.evidence'] = ({ filters }, state) => {
  const cells = cellsUnder(filters, state.rules)
  return {
    kinds: unique(cells.map((cell) => cell.priceClass.platform)).flatMap((platform) => {
      const own = cells.filter((cell) => cell.priceClass.platform === platform)
      const days = unique(own.map((cell) => cell.day)).length
      const tokens = own.reduce((sum, cell) => sum + cell.requests, 0)
      return [
        { platform, basis: 'requests' as const, importer: 'messages-response', days, tokens, countedDays: days, countedTokens: tokens, moneyOnlyDays: 0 },
        { platform, basis: 'reports' as const, importer: 'admin-usage-report', days: Math.min(days, 3), tokens: 0, countedDays: 0, countedTokens: 0, moneyOnlyDays: 0 },
      ]
    }),
  }
}

export const whatifCells: Handlers['whatif.cells'] = ({ filters }, state) => {
  const cells = cellsUnder(filters, state.rules)
  const surfaces = unique(cells.map((cell) => surfaceOfCell(cell, state.rules)))
  const utcDays = unique(cells.map((cell) => cell.utcDay))
  const classes = new Map<string, PriceClass>(cells.map((cell) => [priceClassKey(cell.priceClass), cell.priceClass]))
  const keys = [...classes.keys()]
  return {
    classes: [...classes.values()].map((priceClass) => ({ ...priceClass, assumptions: [...priceClass.assumptions] })),
    surfaces,
    utcDays,
    coveredDays: utcDays.filter((day) => day !== LAST_DAY).length,
    window: windowOf(filters, cells),
    cells: cells.map((cell) => [
      surfaces.indexOf(surfaceOfCell(cell, state.rules)),
      keys.indexOf(priceClassKey(cell.priceClass)),
      utcDays.indexOf(cell.utcDay),
      ...TOKEN_CLASSES.map((name) => cell.tokens[name]),
      cell.webSearches,
      cell.requests,
    ]),
  }
}

export const preview: Handlers['surfaces.preview'] = ({ rules, filters }, _state) => {
  const cells = cellsUnder({ ...filters, surfaces: [] }, rules)
  const found = cells.map((cell) => ({ cell, ...surfaceOf(cell.origin, cell.priceClass, rules) }))
  const left = new Map<string, { cells: FakeCell[]; surface: string }>()
  for (const { cell, rule, surface } of found) {
    if (rule !== null) continue
    const key = JSON.stringify([cell.origin, cell.priceClass.platform])
    const held = left.get(key)
    if (held === undefined) left.set(key, { cells: [cell], surface })
    else held.cells.push(cell)
  }
  const sum = (some: readonly FakeCell[], of: (cell: FakeCell) => number) =>
    some.reduce((total, cell) => total + of(cell), 0)
  const leftOver = [...left.values()].flatMap(({ cells: own, surface }) => {
    const first = own[0]
    return first === undefined
      ? []
      : [
          {
            origin: { ...first.origin, tags: { ...first.origin.tags } },
            platform: first.priceClass.platform,
            surface,
            requests: sum(own, (cell) => cell.requests),
            tokens: sum(own, tokensOf),
          },
        ]
  })
  return {
    rules: rules.map((_, index) => {
      const own = found.flatMap(({ cell, rule }) => (rule === index ? [cell] : []))
      return {
        requests: sum(own, (cell) => cell.requests),
        tokens: sum(own, tokensOf),
        origins: new Set(own.map((cell) => cell.origin)).size,
      }
    }),
    leftOver,
    leftOverRequests: leftOver.reduce((total, row) => total + row.requests, 0),
    totalRequests: sum(cells, (cell) => cell.requests),
  }
}
