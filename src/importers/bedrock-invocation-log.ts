// The importer of Amazon Bedrock model invocation logs, from S3 and from every CloudWatch Logs form.
// Owns the accounting of entries; the format's page is bedrock-invocation-log.md.
import { AlikeLines } from './alike-lines.ts'
import { rememberingResolver } from './remembering-resolver.ts'
import { BARE, startsRow, unwrap, unwrapLine, unwrapRow, type Unwrapped } from './bedrock-envelopes.ts'
import { parseJson } from './parse-json.ts'
import { identifyInvocationLog } from './bedrock-identify.ts'
import { flatFromPairs, isPair, type InsightsPair } from './bedrock-insights.ts'
import { isInvocationRecord, readInvocation } from './bedrock-record.ts'
import { isObject } from './fields.ts'
import type { EntryReader, EntrySink, Importer, ReadOptions } from './importer.ts'
import { splitJsonRun } from './json-run.ts'
import type { Varying } from './pattern-places.ts'

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

const BODY = ['output', 'outputBodyJson']
const text = (...path: string[]): Varying => ({ path, as: 'text' })
const value = (...path: string[]): Varying => ({ path, as: 'value' })
const count = (...path: string[]): Varying => ({ path, as: 'count' })

/** What differs from call to call of one application. Prompts are not read; replies are read but for their content. */
const VARYING: readonly Varying[] = [
  { path: ['input', 'inputBodyJson'], as: 'unread' }, { path: [...BODY, 'content'], as: 'unread-list' },
  { path: [...BODY, 'output', 'message', 'content'], as: 'unread-list' },
  text('timestamp'), text('requestId'), text('modelId'), text('identity', 'arn'), text(...BODY, 'id'), text(...BODY, 'model'), text(...BODY, 'stop_reason'),
  count('input', 'inputTokenCount'), count('input', 'cacheReadInputTokenCount'), count('input', 'cacheWriteInputTokenCount'), count('output', 'outputTokenCount'),
  ...['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens', 'output_tokens', 'inputTokens', 'outputTokens', 'totalTokens',
    'cacheReadInputTokens', 'cacheWriteInputTokens'].map((key) => count(...BODY, 'usage', key)),
  ...['5m', '1h'].map((ttl) => count(...BODY, 'usage', 'cache_creation', `ephemeral_${ttl}_input_tokens`)),
  text(...BODY, 'stopReason'), count(...BODY, 'metrics', 'latencyMs'), value('requestMetadata'), value(...BODY, 'usage', 'cacheDetails'),
]

class InvocationLogReader implements EntryReader {
  readonly #options: ReadOptions
  readonly #sink: EntrySink
  readonly #resolve = rememberingResolver()
  readonly #lines = new AlikeLines(VARYING)
  /** False once a line held a record in an envelope: as all do then. */
  #isBare = true
  /** A row of flattened Insights pairs under construction, and where it began. */
  #row: InsightsPair[] = []
  #rowPosition = 0

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#options = options
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    if (this.#isBare && bytes[0] === BRACE && this.#bare(bytes, position)) return
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

  /** A record by itself, as S3 objects hold them. */
  #bare(bytes: Buffer, position: number): boolean {
    const alike = this.#lines.read(bytes)
    const parsed = alike === null ? parseJson(this.#lines.textOf(bytes)) : { value: alike }
    if (parsed === null) return false
    this.#isBare = isObject(parsed.value) && isInvocationRecord(parsed.value)
    if (!isObject(parsed.value) || !this.#isBare) return false
    this.#interpret({ kind: 'record', record: parsed.value, wrapping: BARE }, position)
    if (alike === null) this.#lines.remember(bytes, parsed.value)
    return true
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
