// What readers of JSON values that hold several entries each have in common: pages of a report, replies of a command.
// Parses a value and tells what became of its entries; what they are is the format's.
import type { EntryReader, EntrySink, ReadOptions } from './importer.ts'
import { reject, tellAll, type Outcome } from './outcome.ts'
import { parseJson } from './parse-json.ts'

export abstract class JsonReader implements EntryReader {
  protected readonly options: ReadOptions
  readonly #sink: EntrySink

  constructor(options: ReadOptions, sink: EntrySink) {
    this.options = options
    this.#sink = sink
  }

  /** What became of each entry of one parsed value. At least one outcome. */
  protected abstract outcomes(value: unknown): readonly Outcome[]

  entry(bytes: Buffer, position: number): void {
    const parsed = parseJson(bytes.toString('utf8'))
    tellAll(this.#sink, parsed === null ? [reject('not valid JSON')] : this.outcomes(parsed.value), position)
  }

  end(): void {}
}
