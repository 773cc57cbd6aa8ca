// What readers of tables have in common: a row is an entry, and a field that could not be read rejects it. What a row says
// is the format's.
import type { EntryReader, EntrySink, ReadOptions } from './importer.ts'
import { outcomeOf, tell, type Outcome } from './outcome.ts'

export type Cells = Readonly<Record<string, string>>

export abstract class RowReader implements EntryReader {
  protected readonly options: ReadOptions
  readonly #sink: EntrySink

  constructor(options: ReadOptions, sink: EntrySink) {
    this.options = options
    this.#sink = sink
  }

  /** @throws UnreadableField */
  protected abstract outcome(cells: Cells): Outcome

  entry(_bytes: Buffer, position: number): void {
    this.#sink.reject('not a CSV row', position)
  }

  row(cells: Cells, position: number): void {
    tell(this.#sink, outcomeOf(() => this.outcome(cells)), position)
  }

  end(): void {}
}
