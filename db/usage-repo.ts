// What the ledger holds: classes, origins, days of evidence, counts. Cells and requests have files of their own.
import { toCell, Cells, type CellTuple } from './cells.ts'
import { assumptionsOf, basisOfCode, platformOf, textsOf } from './codes.ts'
import type { BasisDay, CellQuery, CellRow, ClassRow, OriginRow, UsageRepo } from './ledger.ts'
import { Requests } from './requests.ts'
import { COUNTED, type Rollup } from './rollup.ts'
import type { Connection } from './sqlite.ts'
import { dayText, UTC_DAY_OF_MS } from './zone-days.ts'

interface StoredClass {
  id: number
  platform: string
  route: string
  model: string
  tier: string
  speed: string
  promptOver: number
  promptUpTo: number | null
  assumptions: string
}

interface StoredOrigin {
  id: number
  importer: string
  account: string | null
  workspace: string | null
  apiKey: string | null
  principal: string | null
  profile: string | null
  project: string | null
  gateway: string | null
  tags: string
}

const OF_SOURCE = 'FROM usage WHERE id BETWEEN ? AND ? AND source_id = ? AND counts = 1'

function prepare(db: Connection) {
  return {
    classes: db.prepare<[], StoredClass>(`SELECT id, platform, route, model, tier, speed, prompt_over AS promptOver,
      prompt_up_to AS promptUpTo, assumptions FROM price_class ORDER BY id`),
    origins: db.prepare<[], StoredOrigin>(`SELECT id, importer, account, workspace, api_key AS apiKey, principal, profile, project,
      gateway, tags FROM origin ORDER BY id`),
    basisDays: db.prepare<[], { platform: string; utcDay: number; basis: number; tokens: number }>(`SELECT platform, utc_day AS utcDay, basis,
      sum(tokens) AS tokens FROM (SELECT utc_day, basis, class_id,
        sum(uncached_input + cache_read + cache_write_5m + cache_write_1h + output) AS tokens FROM rollup_day GROUP BY 1, 2, 3)
      JOIN price_class ON id = class_id GROUP BY 2, 1, 3`),
    ranges: db.prepare<[number], { id: number; first: number; last: number }>(`SELECT id, first_usage_id AS first, last_usage_id AS last
      FROM import_source WHERE import_id = ? AND first_usage_id IS NOT NULL`),
    cellsOfSource: db.prepare<[number, number, number], CellTuple>(`SELECT 0, ${UTC_DAY_OF_MS}, basis, origin_id, class_id, ${COUNTED}
      ${OF_SOURCE} GROUP BY 2, 3, 4, 5`).raw(),
    endsOfSource: db.prepare<[number, number, number], { first: number | null; last: number | null }>(`SELECT min(at_ms) AS first, max(at_ms) AS last ${OF_SOURCE}`),
    newOrigins: db.prepare<[number], { id: number }>('SELECT id FROM origin WHERE import_id = ? ORDER BY id'),
    requests: db.prepare<[], { n: number }>('SELECT ifnull(sum(requests), 0) AS n FROM rollup_day'),
    ends: db.prepare<[], { first: number | null; last: number | null }>(`SELECT
      (SELECT min(at_ms) FROM usage WHERE counts = 1) AS first, (SELECT max(at_ms) FROM usage WHERE counts = 1) AS last`),
    lastImport: db.prepare<[], { at: number | null }>("SELECT max(finished_at_ms) AS at FROM import WHERE state = 'done'"),
  }
}

export class Usage implements UsageRepo {
  readonly #statements: ReturnType<typeof prepare>
  readonly #rollup: Rollup
  readonly #cells: Cells
  readonly #requests: Requests

  constructor(db: Connection, rollup: Rollup) {
    this.#statements = prepare(db)
    this.#rollup = rollup
    this.#cells = new Cells(db, rollup)
    this.#requests = new Requests(db)
  }

  classes(): ClassRow[] {
    return this.#statements.classes.all().map(({ id, platform, assumptions, ...rest }) => ({
      id, priceClass: { ...rest, platform: platformOf(platform), assumptions: assumptionsOf(assumptions) },
    }))
  }

  origins(): OriginRow[] {
    return this.#statements.origins.all().map(({ id, tags, ...rest }) => ({ id, origin: { ...rest, tags: textsOf(tags) } }))
  }

  basisDays(): BasisDay[] {
    this.#rollup.flush()
    return this.#statements.basisDays.all().map(({ platform, utcDay, basis, tokens }) => ({
      platform, utcDay: dayText(utcDay), basis: basisOfCode(basis), tokens,
    }))
  }

  cells(query: CellQuery): CellRow[] {
    this.#rollup.flush()
    return this.#cells.find(query)
  }

  requests(query: Parameters<UsageRepo['requests']>[0]): ReturnType<UsageRepo['requests']> {
    this.#rollup.flush()
    return this.#requests.page(query)
  }

  latencies(query: Parameters<UsageRepo['latencies']>[0]): ReturnType<UsageRepo['latencies']> {
    return this.#requests.latencies(query)
  }

  ofImport(importId: number): ReturnType<UsageRepo['ofImport']> {
    const { ranges, cellsOfSource, endsOfSource, newOrigins } = this.#statements
    const sources = ranges.all(importId)
    const ends = sources.map(({ first, last, id }) => endsOfSource.get(first, last, id) ?? { first: null, last: null })
    const known = (times: (number | null)[]) => times.filter((time) => time !== null)
    return {
      cells: sources.flatMap(({ first, last, id }) => cellsOfSource.all(first, last, id).map((row) => toCell(row, null))),
      newOriginIds: newOrigins.all(importId).map((row) => row.id),
      firstAtMs: known(ends.map((end) => end.first)).reduce<number | null>((a, b) => (a === null || b < a ? b : a), null),
      lastAtMs: known(ends.map((end) => end.last)).reduce<number | null>((a, b) => (a === null || b > a ? b : a), null),
    }
  }

  counts(): ReturnType<UsageRepo['counts']> {
    this.#rollup.flush()
    const { requests, ends, lastImport } = this.#statements
    const { first, last } = ends.get() ?? { first: null, last: null }
    return { requests: requests.get()?.n ?? 0, firstAtMs: first, lastAtMs: last, lastImportAtMs: lastImport.get()?.at ?? null }
  }

  rollupIsExact(): boolean {
    return this.#rollup.isExact()
  }
}
