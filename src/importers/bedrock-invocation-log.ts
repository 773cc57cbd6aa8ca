// The importer of Amazon Bedrock model invocation logs, from S3 and from every CloudWatch Logs form.
// Owns the accounting of entries; the format's page is bedrock-invocation-log.md.
import { rememberingResolver } from './remembering-resolver.ts'
import { startsRow, unwrap, unwrapLine, unwrapRow, type Unwrapped } from './bedrock-envelopes.ts'
import { parseJson } from './parse-json.ts'
import { identifyInvocationLog } from './bedrock-identify.ts'
import { flatFromPairs, isPair, type InsightsPair } from './bedrock-insights.ts'
import { readInvocation } from './bedrock-record.ts'
import type { EntryReader, EntrySink, Importer, ReadOptions } from './importer.ts'
import { splitJsonRun } from './json-run.ts'

const ID = 'bedrock-invocation-log'
const BRACE = 0x7b

export const bedrockInvocationLog: Importer = {
  id: ID,
  title: 'Bedrock invocation log',
  basis: 'requests',
  surest: 95,
  identify: identifyInvocationLog,
  read: (options, sink) => new InvocationLogReader(options, sink),
}

class InvocationLogReader implements EntryReader {
  readonly #options: ReadOptions
  readonly #sink: EntrySink
  readonly #resolve = rememberingResolver()
  /** A row of flattened Insights pairs under construction, and where it began. */
  #row: InsightsPair[] = []
  #rowPosition = 0

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#options = options
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    const text = bytes.toString('utf8')
    const { json, eventTimeMs } = bytes[0] === BRACE ? { json: text, eventTimeMs: null } : unwrapLine(text)
    const parsed = parseJson(json)
    if (parsed === null) this.#emit(unwrapRun(json), position)
    else if (isPair(parsed.value)) this.#pair(parsed.value, position)
    else this.#emit(unwrap(parsed.value, { eventTimeMs, account: null }), position)
  }

  row(cells: Readonly<Record<string, string>>, position: number): void {
    this.#emit(unwrapRow(cells), position)
  }

  end(): void {
    this.#finishRow()
  }

  /** Pairs of one row come as elements of their own; together they are one entry. */
  #pair(pair: InsightsPair, position: number): void {
    if (startsRow(this.#row, pair)) this.#finishRow()
    if (this.#row.length === 0) this.#rowPosition = position
    else this.#sink.extraEntries(-1)
    this.#row.push(pair)
  }

  #finishRow(): void {
    if (this.#row.length === 0) return
    this.#emit(unwrapRow(flatFromPairs(this.#row)), this.#rowPosition)
    this.#row = []
  }

  #emit(found: readonly Unwrapped[], position: number): void {
    if (found.length !== 1) this.#sink.extraEntries(found.length - 1)
    for (const one of found) {
      if (one.kind === 'record') this.#interpret(one, position)
      else if (one.kind === 'ignore') this.#sink.ignore(one.reason, position)
      else this.#sink.reject(one.reason, position)
    }
  }

  #interpret({ record, wrapping }: Extract<Unwrapped, { kind: 'record' }>, position: number): void {
    const outcome = readInvocation(record, {
      importer: ID, options: this.#options, resolve: this.#resolve, ...wrapping,
    })
    if (outcome.kind === 'accept') this.#sink.accept(outcome.record, position)
    else if (outcome.kind === 'ignore') this.#sink.ignore(outcome.reason, position)
    else this.#sink.reject(outcome.reason, position)
  }
}

/** A line that is not one JSON value may be several without a newline between, as Firehose delivers them. */
function unwrapRun(text: string): Unwrapped[] {
  const values = text.trimStart().startsWith('{') ? splitJsonRun(text) : []
  if (values.length < 2) return [{ kind: 'reject', reason: 'not valid JSON' }]
  return values.flatMap((value): Unwrapped[] => {
    const parsed = parseJson(value)
    return parsed === null ? [{ kind: 'reject', reason: 'not valid JSON' }] : unwrap(parsed.value)
  })
}
