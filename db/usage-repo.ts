// What the ledger holds: classes, origins, days of evidence, counts. Cells and requests have files of their own.
import { Cells } from './cells.ts'
import { assumptionsOf, platformOf, textsOf } from './codes.ts'
import { BasisDays } from './basis-days.ts'
import { DayColumns } from './day-columns.ts'
import { Bills } from './bill-queries.ts'
import { ImportDays } from './import-days.ts'
import { LatencyBlocks } from './latency-blocks.ts'
import { LatencyColumns } from './latency-columns.ts'
import type { BasisDay, BillGroup, CellQuery, CellRow, ClassRow, OriginRow, Pair, RequestPages, UsageRepo, WantedRows } from './ledger.ts'
import { Requests } from './requests.ts'
import type { Rollup } from './rollup.ts'
import { SlotColumns } from './slot-columns.ts'
import { SpanColumns } from './span-columns.ts'
import type { Connection } from './sqlite.ts'
import { dayNumberOf, dayText } from './zone-days.ts'

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

function prepare(db: Connection) {
  return {
    classes: db.prepare<[], StoredClass>(`SELECT id, platform, route, model, tier, speed, prompt_over AS promptOver,
      prompt_up_to AS promptUpTo, assumptions FROM price_class ORDER BY id`),
    origins: db.prepare<[], StoredOrigin>(`SELECT id, importer, account, workspace, api_key AS apiKey, principal, profile, project,
      gateway, tags FROM origin ORDER BY id`),
    newOrigins: db.prepare<[number], { id: number }>('SELECT id FROM origin WHERE import_id = ? ORDER BY id'),
    ends: db.prepare<[], { first: number | null; last: number | null }>(`SELECT
      (SELECT min(at_ms) FROM usage WHERE counts = 1) AS first, (SELECT max(at_ms) FROM usage WHERE counts = 1) AS last`),
    lastImport: db.prepare<[], { at: number | null }>("SELECT max(finished_at_ms) AS at FROM import WHERE state = 'done'"),
  }
}

export class Usage implements UsageRepo {
  readonly #statements: ReturnType<typeof prepare>
  readonly #rollup: Rollup
  readonly #cells: Cells
  readonly #columns: DayColumns
  readonly #basisDays: BasisDays
  readonly #importDays: ImportDays
  readonly #slots: SlotColumns
  readonly #spans: SpanColumns
  readonly #latencies: LatencyColumns
  readonly #latencyBlocks: LatencyBlocks
  readonly #requests: Requests
  readonly #bills: Bills

  constructor(db: Connection, rollup: Rollup) {
    this.#statements = prepare(db)
    this.#rollup = rollup
    this.#cells = new Cells(db, rollup)
    this.#columns = new DayColumns(db)
    this.#basisDays = new BasisDays(db)
    this.#importDays = new ImportDays(db, this.#columns)
    this.#slots = new SlotColumns(db, this.#columns)
    this.#spans = new SpanColumns(db, this.#columns)
    this.#latencies = new LatencyColumns(db)
    this.#latencyBlocks = new LatencyBlocks(db, this.#latencies)
    rollup.onDaysChanged = (days) => this.#forget(days === null ? null : [...days])
    this.#requests = new Requests(db, this.#columns)
    this.#bills = new Bills(db)
  }

  /** A calendar day lies in the UTC day before, its own or the next, whatever its zone. */
  #forget(days: readonly number[] | null): void {
    this.#columns.forget(days)
    if (days === null) this.#basisDays.forget()
    const utcDays = days === null ? null : [...new Set(days.flatMap((day) => [day - 1, day, day + 1]))]
    this.#slots.forget(utcDays)
    this.#latencies.forget(utcDays)
    this.#latencyBlocks.forget(utcDays)
  }

  *pack(): Generator<void, void> {
    yield* this.#columns.packing()
    yield* this.#latencies.packing()
  }

  letGo(): void {
    this.#columns.letGo()
    this.#slots.forget(null)
    this.#latencies.letGo()
    this.#latencyBlocks.forget(null)
  }

  classes(): ClassRow[] {
    return this.#statements.classes.all().map(({ id, platform, assumptions, ...rest }) => ({
      id, priceClass: { ...rest, platform: platformOf(platform), assumptions: assumptionsOf(assumptions) },
    }))
  }

  origins(): OriginRow[] {
    return this.#statements.origins.all().map(({ id, tags, ...rest }) => ({ id, origin: { ...rest, tags: textsOf(tags) } }))
  }

  basisDays(days: Parameters<UsageRepo['basisDays']>[0]): BasisDay[] {
    this.#rollup.flush()
    const [from, to] = days === null ? [-Infinity, Infinity] : [dayNumberOf(days.from), dayNumberOf(days.to)]
    return this.#basisDays.of(this.#columns.utcParts(from, to), this.#columns.pairs)
  }

  cells(query: CellQuery): CellRow[] {
    this.#rollup.flush()
    return this.#cells.find(query)
  }

  dayChunks({ from, to, tz }: Parameters<UsageRepo['dayChunks']>[0]): ReturnType<UsageRepo['dayChunks']> {
    this.#rollup.flush()
    const days = [from === null ? -Infinity : dayNumberOf(from), to === null ? Infinity : dayNumberOf(to)] as const
    const columns = this.#columns
    if (tz === this.#rollup.tz) return { chunks: columns.between(...days), pairs: columns.pairs }
    return tz === 'UTC' ? { chunks: columns.utcDays(...days), pairs: columns.pairs } : null
  }

  spanChunks(query: Parameters<UsageRepo['spanChunks']>[0]): ReturnType<UsageRepo['spanChunks']> {
    this.#rollup.flush()
    return this.dayChunks(query) ?? { chunks: this.#spans.chunks(query, this.#rollup.tz), pairs: this.#columns.pairs }
  }

  readDays({ from, to }: Parameters<UsageRepo['readDays']>[0]): Iterable<unknown> {
    this.#rollup.flush()
    // A day of any zone lies within a day of its calendar day.
    return this.#columns.reading(from === null ? -Infinity : dayNumberOf(from) - 1, to === null ? Infinity : dayNumberOf(to) + 1)
  }

  zoneSteps(tz: string): Iterable<unknown> {
    return this.#rollup.zoneSteps(tz)
  }

  readHours(query: Parameters<UsageRepo['readHours']>[0]): Iterable<unknown> {
    this.#rollup.flush()
    return this.#slots.reading(query)
  }

  readLatencies(query: Parameters<UsageRepo['readLatencies']>[0]): Iterable<unknown> {
    this.#rollup.flush()
    return this.#latencyBlocks.reading(query)
  }

  hourChunks(query: Parameters<UsageRepo['hourChunks']>[0]): ReturnType<UsageRepo['hourChunks']> {
    this.#rollup.flush()
    return { chunks: this.#slots.hours(query), pairs: this.#columns.pairs }
  }

  pairs(): readonly Pair[] {
    this.#rollup.flush()
    this.#columns.load(-Infinity, Infinity)
    return this.#columns.pairs
  }

  requests(query: CellQuery, wanted: WantedRows | null): RequestPages {
    this.#rollup.flush()
    return this.#requests.pages(query, wanted)
  }

  latencies(query: Parameters<UsageRepo['latencies']>[0]): ReturnType<UsageRepo['latencies']> {
    this.#rollup.flush()
    return { chunks: this.#latencies.find(query), groups: this.#latencies.groups }
  }

  latencyBlocks(query: Parameters<UsageRepo['latencyBlocks']>[0]): ReturnType<UsageRepo['latencyBlocks']> {
    this.#rollup.flush()
    return { ...this.#latencyBlocks.find(query), groups: this.#latencies.groups }
  }

  billGroups(): BillGroup[] {
    return this.#bills.groups()
  }

  billLines(query: Parameters<UsageRepo['billLines']>[0]): ReturnType<UsageRepo['billLines']> {
    return this.#bills.lines(query)
  }

  ofImport(importId: number): ReturnType<UsageRepo['ofImport']> {
    this.#rollup.flush()
    return { newOriginIds: this.#statements.newOrigins.all(importId).map((row) => row.id), ...this.#importDays.ends(importId) }
  }

  importDays(importId: number): ReturnType<UsageRepo['importDays']> {
    this.#rollup.flush()
    return { chunks: this.#importDays.of(importId), pairs: this.#columns.pairs }
  }

  counts(): ReturnType<UsageRepo['counts']> {
    const { ends, lastImport } = this.#statements
    const { first, last } = ends.get() ?? { first: null, last: null }
    return { requests: this.#rollup.requests, firstAtMs: first, lastAtMs: last, lastImportAtMs: lastImport.get()?.at ?? null }
  }

  ends(tz: string): ReturnType<UsageRepo['ends']> {
    if (tz !== this.#rollup.tz) return 'other-zone'
    const days = this.#rollup.days
    return days === null ? null : { firstDay: dayText(days.first), lastDay: dayText(days.last) }
  }

  rollupIsExact(): boolean {
    return this.#rollup.isExact() && this.#columns.isExact() && this.#latencies.isExact()
  }
}
