// CSV bytes into rows by header name, with csv-parse: quotes, CRLF, BOM, cells with newlines. Owns the header.
import { parse, type Info, type Parser } from 'csv-parse'
import { INCOMPLETE, type Cutter, type CutterParts } from './cutter.ts'

const LONGEST_ROW = 64 * 1024 * 1024

export class CsvCutter implements Cutter {
  readonly #parts: CutterParts
  readonly #parser: Parser
  readonly place = null
  entries = 0
  #header: readonly string[] | null = null
  #lastLine = 0
  #failure: Error | null = null
  #endsWithNewline = true
  /** The newest row is held back: only the end tells whether it was cut off. */
  #held: { cells: readonly string[]; line: number } | null = null

  constructor(parts: CutterParts) {
    this.#parts = parts
    this.#parser = parse({
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_ROW,
      on_record: (cells: unknown, info: Info) => this.#record(cells, info),
    })
    this.#parser.on('error', (error) => (this.#failure ??= error))
  }

  async push(chunk: Buffer): Promise<void> {
    if (chunk.length === 0 || this.#failure !== null) return
    this.#endsWithNewline = chunk.at(-1) === 10
    await new Promise<void>((done) => this.#parser.write(chunk, () => done()))
  }

  /** An open quote at the end, or a last row without newline and with cells missing, was cut off. */
  async end(): Promise<boolean> {
    if (this.#failure === null) {
      await new Promise<void>((done) => {
        this.#parser.once('error', () => done())
        this.#parser.once('end', () => done())
        this.#parser.resume()
        this.#parser.end()
      })
    }
    const short = this.#held !== null && this.#held.cells.length < (this.#header?.length ?? 0)
    const cut = this.#failure === null && short && !this.#endsWithNewline
    if (cut) this.#held = null
    this.#release()
    if (this.#failure === null && !cut) return false
    this.entries += 1
    if (cut || isOpenQuote(this.#failure)) this.#parts.sink.ignore(INCOMPLETE, this.#lastLine + 1)
    else this.#parts.sink.reject('not readable as CSV from here on', this.#lastLine + 1)
    return cut || isOpenQuote(this.#failure)
  }

  #record(cells: unknown, info: Info): null {
    if (!Array.isArray(cells)) return null
    const texts = cells.map(String)
    if (this.#header === null) this.#header = texts.map((name) => name.trim())
    else {
      this.#release()
      this.#held = { cells: texts, line: info.lines }
    }
    return null
  }

  #release(): void {
    const held = this.#held
    if (held === null) return
    this.#held = null
    this.#lastLine = held.line
    this.entries += 1
    const row = Object.fromEntries((this.#header ?? []).map((name, index) => [name, held.cells[index] ?? '']))
    if (this.#parts.reader.row === undefined) this.#parts.sink.ignore('row of a format without rows', held.line)
    else this.#parts.reader.row(row, held.line)
  }
}

function isOpenQuote(error: Error | null): boolean {
  return error !== null && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED'
}
