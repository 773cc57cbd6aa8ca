// Latencies of some weeks in bins, kept in memory until one of their days changes: percentiles of a year at three million
// values then look at a tenth of them. Days of a view that are not among whole weeks are left in columns.
import { binValues, type BinnedValues } from '../src/core/binned-values.ts'
import { KeptDays } from './kept-days.ts'
import type { LatencyColumns, LatencyDays } from './latency-columns.ts'
import type { LatencyBlock, LatencyChunk, LatencyQuery } from './ledger.ts'
import type { Connection } from './sqlite.ts'

const DAYS_A_BLOCK = 32

/** Values kept: some 11 bytes each. */
const MOST_ROWS = 8_000_000

/** Days of a view: all of a block that the ledger has, or one alone. */
interface Part { first: number; last: number; block: number | null }

export class LatencyBlocks {
  readonly #columns: LatencyColumns
  readonly #blocks: KeptDays<LatencyBlock>

  constructor(db: Connection, columns: LatencyColumns) {
    this.#columns = columns
    this.#blocks = new KeptDays(db, { mostRows: MOST_ROWS, rowsOf: ({ length }) => length })
  }

  /** Goes through what `find` reads, as far as all of it can be kept. */
  *reading(query: LatencyQuery): Generator<unknown> {
    this.#blocks.lookOutside()
    const days = this.#columns.daysOf(query)
    for (const { first, last, block } of days === null ? [] : partsOf(days)) {
      if (this.#blocks.isFull || this.#columns.isFull) return
      if (block !== null && this.#blocks.has(block)) continue
      for (let day = first; day <= last; day += 1) yield this.#columns.whole(day, last)
      if (block !== null) yield this.#blockOf(block, first, last)
    }
  }

  find(query: LatencyQuery): { blocks: LatencyBlock[]; chunks: LatencyChunk[] } {
    this.#blocks.lookOutside()
    const days = this.#columns.daysOf(query)
    if (days === null) return { blocks: [], chunks: [] }
    const [blocks, chunks]: [LatencyBlock[], LatencyChunk[]] = [[], []]
    for (const { first, last, block } of partsOf(days)) {
      if (block === null) chunks.push(...this.#columns.some(first, last, days))
      else blocks.push(this.#blocks.get(block) ?? this.#blockOf(block, first, last))
    }
    return { blocks, chunks }
  }

  /** In the transaction that changes these UTC days; null: any. */
  forget(days: readonly number[] | null): void {
    this.#blocks.drop(days === null ? null : [...new Set(days.map((day) => Math.floor(day / DAYS_A_BLOCK)))])
  }

  #blockOf(block: number, first: number, last: number): LatencyBlock {
    this.#blocks.makeRoom()
    const chunks: LatencyChunk[] = []
    for (let day = first; day <= last; day += 1) {
      const chunk = this.#columns.whole(day, last)
      if (chunk !== null) chunks.push(chunk)
    }
    const binned = (of: (chunk: LatencyChunk) => Int32Array | Float64Array): BinnedValues =>
      binValues(chunks.map((chunk) => ({ length: chunk.length, numbers: chunk.group, values: of(chunk) })), this.#columns.groups.length)
    const made: LatencyBlock = {
      length: chunks.reduce((sum, { length }) => sum + length, 0), latency: binned(({ latencyMs }) => latencyMs), firstToken: binned(({ firstTokenMs }) => firstTokenMs),
    }
    this.#blocks.keep(block, made)
    this.#columns.release(first, last)
    return made
  }
}

function* partsOf(days: LatencyDays): Generator<Part> {
  for (let day = days.begin; day <= days.end;) {
    const block = Math.floor(day / DAYS_A_BLOCK)
    const first = Math.max(block * DAYS_A_BLOCK, days.first)
    const last = Math.min((block + 1) * DAYS_A_BLOCK - 1, days.last)
    const isBlock = day === first && last <= days.end && days.isWhole(first) && days.isWhole(last)
    yield isBlock ? { first, last, block } : { first: day, last: day, block: null }
    day = (isBlock ? last : day) + 1
  }
}
