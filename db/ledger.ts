// What the database offers the backend. open-ledger.ts builds one; each part has a file of its own (*-repo.ts).
import type { LatencyReport } from '../src/core/latency-report.ts'
import type { BinnedValues } from '../src/core/binned-values.ts'
import type { Meter } from '../src/core/bill.ts'
import type { PackedRecords } from '../src/core/packed-records.ts'
import type { Pulled } from '../src/core/pulled.ts'
import type { Basis, Origin, PriceClass, TokenCounts } from '../src/core/usage.ts'

/** Everything in one SQLite file. All synchronous: better-sqlite3 blocks, so callers work in small batches. */
export interface Ledger {
  readonly path: string
  /** Bytes on disk, write-ahead log included. */
  bytes(): number
  /** Another number than before when another process has changed the file. Cheap: may be asked before every answer. */
  outsideVersion(): number
  imports: ImportsRepo
  usage: UsageRepo
  attribution: AttributionRepo
  latencies: LatencyRepo
  settings: SettingsRepo
  /** Consistent copy to another path. */
  backUp(path: string): void
  close(): void
}

export interface Tally { entries: number; accepted: number; duplicates: number; ignored: number; rejected: number }

export interface ImportRow {
  id: number
  label: string
  startedAtMs: number
  finishedAtMs: number | null
  state: 'running' | 'done' | 'cancelled' | 'failed' | 'undone'
  importers: string[]
  sources: number
  bytes: number
  tally: Tally
}

export interface ImportSourceRow {
  id: number
  name: string
  importer: string | null
  problem: { code: string; message: string; remedy?: string } | null
  bytes: number | null
  tally: Tally
  incompleteLastEntry: boolean
}

/** Where a source was left, to recognise it again. */
export interface FileState {
  /** Absolute path, or the name of an upload. */
  path: string
  size: number
  modifiedAtMs: number | null
  /** Stored bytes already read up to the end of the last whole entry. */
  offset: number
  /** 1-based number of the last entry read. */
  position: number
  importer: string
  /** SHA-256 of the first `headLength` stored bytes; also the identity of id-less entries of this source. */
  headHash: string
  headLength: number
  sourceKey: string
}

/** One open import; finish it last. A write that throws has taken back all since the last commit (db/write-span.ts): only `finish('failed')` is left then. */
export interface ImportWriter {
  readonly id: number
  /** Files recognised without being read: each a finished source that counts what its last reading counted. Tells the sums. */
  repeatFiles(files: readonly { name: string; path: string; bytes: number | null }[]): Tally
  startSource(source: { name: string; importer: string | null; bytes: number | null; sourceKey: string; modifiedAtMs: number }): SourceWriter
  /** All that `work` writes in one step: many small files cost as little as one large one. */
  together(work: () => void): void
  /**
   * Between two steps: a part of what ends the transaction that they share. False where nothing is due. Whoever writes much asks until
   * then, and lets others in after each; otherwise the transaction ends in one go.
   */
  tidyUp(): boolean
  /** `failed` and `cancelled` keep the sources that finished and drop the one that did not. */
  finish(state: 'done' | 'cancelled' | 'failed'): void
}

export interface SourceWriter {
  /** Writes one batch: records, ignored and rejected entries. Tells what became of the records. */
  write(batch: {
    records: PackedRecords
    ignored: ReadonlyMap<string, number>
    rejected: readonly { position: number; reason: string }[]
    latencies?: readonly LatencyReport[]
  }): { accepted: number; duplicates: number }
  /**
   * For a file that has grown: counts what its last reading counted, records as duplicates, and makes this source the
   * heir of that reading. `except` is a reason of ignored entries not to count again. Before any write.
   */
  repeat(path: string, except: string): Tally
  /** With `pulled`, rows of earlier pulls that it finds to be gone stop counting; they count again when the import is undone. */
  finish(end: { problem: ImportSourceRow['problem']; incompleteLastEntry: boolean; fileState: FileState | null; pulled?: Pulled | null }): void
  /** Takes back all this source brought. */
  drop(): void
}

export interface ImportsRepo {
  begin(label: string): ImportWriter
  list(): ImportRow[]
  /** Whether an import of that label is done and not undone. */
  holds(label: string): boolean
  get(id: number): ImportRow | null
  sources(id: number): ImportSourceRow[]
  reasons(id: number): { ignored: { reason: string; count: number }[]; rejected: { reason: string; count: number }[] }
  rejections(id: number, offset: number, limit: number): { rows: { source: string; position: number; reason: string }[]; total: number }
  /** Removes exactly what the import brought; records of other imports that lost to it take over. */
  undo(id: number): { removed: number; restored: number }
  /** Files this import read anew: what earlier readings of the same paths brought goes, and its own records count. */
  dropEarlierReadings(id: number): void
  /** Sources of an import with the path they were read from; null where there is none. */
  sourcePaths(id: number): { name: string; path: string | null }[]
  fileState(path: string): FileState | null
  /** Of those paths that are known. */
  fileStates(paths: readonly string[]): Map<string, FileState>
  /** Imports interrupted by a crash: their unfinished source is dropped. Called when the ledger is opened. */
  recover(): void
}

export interface ClassRow { id: number; priceClass: PriceClass }
export interface OriginRow { id: number; origin: Origin }

/** What one kind of evidence holds on one platform and UTC day. `importer` is null for requests, which are added. */
export interface BasisDay { platform: string; utcDay: string; basis: Basis; importer: string | null; tokens: number }

/** A group of usage as the rollup knows it. `bucket` is the asked part of time in the asked zone. */
export interface CellRow {
  originId: number
  classId: number
  bucket: string | null
  utcDay: string
  basis: Basis
  requests: number
  /** False where some of the evidence has no request count. */
  requestsKnown: boolean
  tokens: TokenCounts
  webSearches: number
}

export interface Pair { originId: number; classId: number }

/** The rollup rows of one day, or of a part of it, in columns, in the order of their UTC days. */
export interface DayChunk {
  /** Days since 1970-01-01. */
  day: number
  /** As `hourOf` names it, where it is of an hour only. */
  hour?: string
  length: number
  utcDay: Int32Array
  /** Index in BASES. */
  basis: Uint8Array
  /** Index in `pairs`. */
  pair: Int32Array
  /** Nine a row: entries, requests, entries without a count, the five token classes, web searches. */
  sums: Float64Array
  /** The classes of each UTC day in it, and what they used. */
  classes: readonly ClassDay[]
  /** What its rows are part of, from `begin` on. What is no part is kept, the same object, until its day changes. */
  cutFrom?: { chunk: DayChunk; begin: number }
}

/** `has`: bit n for tokens of class n of TOKEN_CLASSES, the one after them for web searches. */
export interface ClassDay { utcDay: number; classId: number; has: number }

/** Latencies of single requests of one UTC day, in columns. Milliseconds are -1 where there are none. */
export interface LatencyChunk {
  length: number
  /** Quarter hours since 1970-01-01. */
  slot: Int32Array
  /** Index in `groups`. */
  group: Int32Array
  latencyMs: Int32Array | Float64Array
  firstTokenMs: Int32Array | Float64Array
}

/** The same of several days, in bins. Numbers are indexes in `groups`. */
export interface LatencyBlock {
  /** Requests that carry a latency. */
  length: number
  latency: BinnedValues
  firstToken: BinnedValues
}

/** `basis`: index in BASES. */
export interface LatencyGroup extends Pair { basis: number }

export type LatencyQuery = Omit<CellQuery, 'bucket'>

export interface CellQuery {
  /** Days in `tz`, inclusive; null: open. */
  from: string | null
  to: string | null
  tz: string
  bucket: 'hour' | 'day' | null
  basis: Basis | 'any'
}

export interface RequestRow {
  id: number
  atMs: number
  originId: number
  classId: number
  basis: Basis
  rawModel: string
  kind: string
  tokens: TokenCounts
  webSearches: number
  requests: number | null
  latencyMs: number | null
  timeToFirstTokenMs: number | null
  stopReason: string | null
  errorCode: string | null
  importId: number
  source: string
  position: number
}

/** Which lines of bills: those whose first UTC day lies in the range, both ends inclusive. */
export interface BillQuery {
  from: string
  to: string
  /** Kinds of bills with the first days, both ends inclusive, on which they count; null: every kind on every day. */
  counted: readonly CountedBills[] | null
  classIds: readonly number[] | null
  meter: Meter | null
}

export interface CountedBills {
  importer: string
  platform: string
  firstDay: string
  lastDay: string
}

/** Lines of bills that are alike but for origin and amounts, added up. Amounts in pico-USD. */
export interface BillGroup {
  importer: string
  classId: number
  meter: Meter
  /** UTC days, inclusive. */
  firstDay: string
  lastDay: string
  estimated: boolean
  quantityStated: boolean
  lines: number
  billed: bigint
  /** Null where the bill does not say. */
  list: bigint | null
  /** Sum over the lines of the unit each was rounded to. */
  roundedTo: bigint
  /** The bill's own quantities; zero where it states none. */
  tokens: number
  webSearches: number
}

/** One line of a bill, as it was imported. */
export interface BillRow {
  id: number
  originId: number
  classId: number
  rawModel: string
  meter: Meter
  firstDay: string
  lastDay: string
  billed: bigint
  list: bigint | null
  roundedTo: bigint
  estimated: boolean
  quantityStated: boolean
  tokens: number
  webSearches: number
  importId: number
  source: string
  position: number
}

/** Which rows a view wants: by the number of their pair (see `dayChunks`) and their basis (index in BASES), on the UTC day at hand. */
export interface WantedRows {
  startDay(utcDay: number): void
  has(pair: number, basis: number): boolean
}

/** Valid until the ledger changes. */
export interface RequestPages {
  total: number
  /** Newest first. */
  page(offset: number, limit: number): RequestRow[]
}

export interface UsageRepo {
  classes(): ClassRow[]
  origins(): OriginRow[]
  /** Tokens per kind of evidence, platform and UTC day, from which what counts on each day is chosen: of UTC days, both inclusive; null: all. */
  basisDays(days: { from: string; to: string } | null): BasisDay[]
  cells(query: CellQuery): CellRow[]
  /** What `cells` finds by day, as columns; null where the zone is neither the ledger's nor UTC. Valid until the ledger changes. */
  dayChunks(query: Pick<CellQuery, 'from' | 'to' | 'tz'>): { chunks: Iterable<DayChunk>; pairs: readonly Pair[] } | null
  /** What `cells` finds without a bucket, as columns, in any zone: what calendar day a chunk names is not to be relied on. */
  spanChunks(query: Pick<CellQuery, 'from' | 'to' | 'tz'>): { chunks: Iterable<DayChunk>; pairs: readonly Pair[] }
  /** As `dayChunks`, by hour in any zone. */
  hourChunks(query: Pick<CellQuery, 'from' | 'to' | 'tz'>): { chunks: Iterable<DayChunk>; pairs: readonly Pair[] }
  /** Goes through what `dayChunks` and others, `hourChunks` or `latencyBlocks` read from the file first, in steps: then it is in memory. */
  readDays(days: Pick<CellQuery, 'from' | 'to'>): Iterable<unknown>
  /** What a change of the ledger's zone (the setting) takes, in steps: then the change itself is short. */
  zoneSteps(tz: string): Iterable<unknown>
  readHours(query: Pick<CellQuery, 'from' | 'to' | 'tz'>): Iterable<unknown>
  readLatencies(query: LatencyQuery): Iterable<unknown>
  /** Gets days that have changed ready to be read, and their latencies: in a quarter and a tenth of the time. */
  pack(): Generator<void, void>
  /** Of what was read for views, all that is in memory: a hundred MiB in a large ledger, which work that needs room takes. */
  letGo(): void
  /** Every pair that days which were read hold: what the numbers of pairs mean. */
  pairs(): readonly Pair[]
  /** The requests of a view, all or those wanted. */
  requests(query: CellQuery, wanted: WantedRows | null): RequestPages
  /** Latencies of requests that carry one, as columns. Valid until the ledger changes. */
  latencies(query: LatencyQuery): { chunks: Iterable<LatencyChunk>; groups: readonly LatencyGroup[] }
  /** The same of every basis, for percentiles: in bins, and as columns where a view holds part of a block of days. */
  latencyBlocks(query: LatencyQuery): { blocks: readonly LatencyBlock[]; chunks: readonly LatencyChunk[]; groups: readonly LatencyGroup[] }
  /** All lines of bills, added up by what decides their price. Reads every line: some two seconds a million. */
  billGroups(): BillGroup[]
  /** The lines themselves, by time, then as they were read. */
  billLines(query: BillQuery & { offset: number; limit: number }): BillRow[]
  /** The origins that one import brought first, and the ends in time of what it holds now. */
  ofImport(importId: number): { newOriginIds: number[]; firstAtMs: number | null; lastAtMs: number | null }
  /** What one import holds now, in columns, a chunk a UTC day, in their order. Each is read when it is asked for. */
  importDays(importId: number): { chunks: Iterable<DayChunk>; pairs: readonly Pair[] }
  /** Cheap: asked many times during an import. */
  counts(): { requests: number; firstAtMs: number | null; lastAtMs: number | null; lastImportAtMs: number | null }
  /** First and last day with usage; null without usage. Cheap in the ledger's own zone, and told of no other. */
  ends(tz: string): { firstDay: string; lastDay: string } | null | 'other-zone'
  /** Recounts the rollup from the rows; returns false and repairs nothing if it differs. For tests and repair. */
  rollupIsExact(): boolean
}

export interface AttributionRepo {
  rules(): { surface: string; when: Record<string, string> }[]
  setRules(rules: readonly { surface: string; when: Record<string, string> }[]): void
  aliases(): { rawModel: string; model: string; route: string }[]
  setAlias(rawModel: string, target: { model: string; route: string } | null): void
  /** Model names seen in bodies beside a raw id that names no model. */
  hints(): { rawModel: string; hint: string }[]
  /** Series slot of each surface, given out once and kept. */
  colourSlots(): Record<string, number>
  giveColourSlots(surfaces: readonly string[]): Record<string, number>
}

export interface LatencyRepo {
  /** What providers reported of these UTC days, both inclusive; null: open. One report a model, Region, day and measure. */
  reported(days: { from: string | null; to: string | null }): LatencyReport[]
}

/** Small documents as JSON under a kind and an id: settings, scenarios, price overrides, discounts. */
export interface SettingsRepo {
  get(key: string): unknown
  set(key: string, value: unknown): void
  list(kind: string): { id: number; savedAtMs: number; value: unknown }[]
  save(kind: string, id: number | null, value: unknown): number
  remove(kind: string, id: number): void
}
