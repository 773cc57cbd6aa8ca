// The importer of raw streams of the Messages API, as curl or a proxy dumps them: one record a stream. Owns the merging of
// a stream's events; the format's page is sse-stream.md. Reads no content.
import type { UsageRecord } from '../core/usage.ts'
import { recordOf, type RecordContext } from './anthropic-record.ts'
import { rememberingResolver } from './remembering-resolver.ts'
import { parseJson } from './parse-json.ts'
import { codeAt, isObject, millisecondsAt, objectAt, textAt, type JsonObject } from './fields.ts'
import type { EntryReader, EntrySink, Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { looksWhole, textWithoutContent } from './line-text.ts'
import { ignore, reject, tell, type Outcome } from './outcome.ts'

const ID = 'sse-stream'
const SCORE = 85

export const sseStream: Importer = {
  id: ID,
  title: 'Messages API stream',
  basis: 'requests',
  surest: SCORE,
  identify,
  read: (options, sink) => new StreamReader(options, sink),
}

/** A line of the head starts a stream. */
const START = /^data:[^\n]*"type"\s*:\s*"message_start"/m
/** A head without a start may still be the middle of one long reply. */
const MIDDLE = /^event:[ \t]*(?:content_block_(?:start|delta|stop)|message_(?:delta|stop))[ \t]*\r?$/m
/** An event without its `data:`. */
const ALONE = /^\{\s*"type"\s*:\s*"(?:message_(?:start|delta|stop)|content_block_\w+|ping|error)"/

function identify(head: SourceHead): Identification | null {
  if (START.test(head.text) || isEvents(head)) return { score: SCORE, framing: { kind: 'linked-lines' } }
  return MIDDLE.test(head.text) ? { score: 30, framing: { kind: 'linked-lines' } } : null
}

/** Nothing but events: a log that holds one among other lines is not a dump of a stream. */
function isEvents({ text, complete }: SourceHead): boolean {
  if (!text.includes('"message_start"')) return false
  const lines = text.split('\n')
  if (!complete) lines.pop()
  return lines.every((line) => line.trim() === '' || ALONE.test(line))
}

/** A stream under way. Usage is that of `message_start`, with what later events replace. */
interface Stream {
  position: number
  message: Record<string, unknown>
  usage: Record<string, unknown> | null
  requestId: string | null
  metrics: JsonObject
  errorCode: string | null
  /** A `message_delta` told the final output. */
  isFinal: boolean
}

class StreamReader implements EntryReader {
  readonly #context: RecordContext
  readonly #sink: EntrySink
  #stream: Stream | null = null
  /** Of the response's header, where the dump has it (`curl -i`). */
  #requestId: string | null = null

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#context = { options, resolve: rememberingResolver() }
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    const line = dataOf(bytes)
    if (line === null) return this.#otherLine(bytes, position)
    // Most of a stream is content, told by its beginning and never parsed.
    if (line.subarray(0, 64).includes(CONTENT) && looksWhole(line)) return this.#sink.ignore(PART, position)
    const parsed = parseJson(textWithoutContent(line))
    if (parsed === null) return tell(this.#sink, isDone(line) ? ignore(PART) : reject('not valid JSON'), position)
    this.#event(isObject(parsed.value) ? parsed.value : {}, position)
  }

  end(): void {
    this.#finish()
  }

  /** `event: ...`, `id: ...` and comments belong to the event they stand before: no entries of their own. */
  #otherLine(bytes: Buffer, position: number): void {
    const text = bytes.toString('latin1', 0, 256)
    if (/^(?:event|id|retry)?:/.test(text)) return this.#sink.extraEntries(-1)
    const header = /^(?:< ?)?request-id:[ \t]*(req_\w{1,64})\s*$/i.exec(text)
    if (header?.[1] !== undefined) this.#requestId = header[1]
    this.#sink.ignore('not an event', position)
  }

  #event(event: JsonObject, position: number): void {
    const type = event['type']
    if (type === 'message_start') return this.#start(event, position)
    if (type === 'ping') return this.#sink.ignore('ping event', position)
    if (type === 'error') return this.#fail(event, position)
    if (this.#stream === null) return this.#sink.ignore('event outside a stream', position)
    this.#sink.ignore(PART, position)
    if (type === 'message_delta') mergeDelta(this.#stream, event)
    if (type !== 'message_stop') return
    this.#stream.metrics = objectAt(event, 'amazon-bedrock-invocationMetrics')
    this.#finish()
  }

  /** A stream that begins before the last one ended cuts that one off. */
  #start(event: JsonObject, position: number): void {
    this.#finish()
    const message = objectAt(event, 'message')
    const usage = message['usage']
    this.#stream = {
      position, message: { ...message }, usage: isObject(usage) ? { ...usage } : null, requestId: this.#requestId, metrics: {},
      errorCode: null, isFinal: false,
    }
    this.#requestId = null
  }

  #fail(event: JsonObject, position: number): void {
    this.#sink.ignore('error event', position)
    if (this.#stream === null) return
    this.#stream.errorCode = codeAt(objectAt(event, 'error'), 'type')
    this.#finish()
  }

  #finish(): void {
    const stream = this.#stream
    if (stream === null) return
    this.#stream = null
    tell(this.#sink, outcomeOf(stream, this.#context), stream.position)
  }
}

const PART = 'event of a stream, counted with its start'
const DATA = Buffer.from('data:')
const CONTENT = Buffer.from('"content_block_')
const OPEN_OBJECT = 0x7b

/** The JSON of a `data:` line or of a line that is an event alone; null for every other line. */
function dataOf(bytes: Buffer): Buffer | null {
  if (bytes[0] === OPEN_OBJECT) return bytes
  return bytes.subarray(0, DATA.length).equals(DATA) ? bytes.subarray(DATA.length) : null
}

/** Bedrock and gateways end a stream with `data: [DONE]`. */
function isDone(line: Buffer): boolean {
  return line.length < 16 && line.toString('latin1').trim() === '[DONE]'
}

/**
 * The SDK's rule: a delta's usage is cumulative and replaces. Its output always does, everything else only where it is
 * not null. What deltas lack (the cache-write split, tier, geography, speed) stays that of the start.
 * https://platform.claude.com/docs/en/build-with-claude/streaming (read 2026-11-22)
 */
function mergeDelta(stream: Stream, event: JsonObject): void {
  const delta = objectAt(event, 'delta')
  stream.message['stop_reason'] = delta['stop_reason'] ?? stream.message['stop_reason']
  const usage = event['usage']
  if (!isObject(usage)) return
  const merged = stream.usage ?? {}
  for (const [key, value] of Object.entries(usage)) {
    if (value !== null && value !== undefined) merged[key] = value
  }
  stream.usage = merged
  stream.isFinal ||= 'output_tokens' in usage
}

function outcomeOf(stream: Stream, context: RecordContext): Outcome {
  const { message, usage, isFinal, metrics } = stream
  if (usage === null) return reject('message.usage is missing')
  const rawModel = textAt(message, 'model')
  if (rawModel === null) return reject('message.model is missing')
  const outcome = recordOf({
    // The output count of a start is a placeholder.
    message, usage: isFinal ? usage : { ...usage, output_tokens: null }, rawModel,
    messageId: codeAt(message, 'id'), requestId: stream.requestId, occurredAtMs: null,
    origin: {
      importer: ID, account: null, workspace: null, apiKey: null, principal: null, project: null, gateway: null, tags: {},
    },
    latencyMs: millisecondsAt(metrics, 'invocationLatency'),
    timeToFirstTokenMs: millisecondsAt(metrics, 'firstByteLatency'),
    session: null, sidechain: false,
  }, context)
  return outcome.kind === 'accept' ? { kind: 'accept', record: asEnded(outcome.record, stream) } : outcome
}

function asEnded(record: UsageRecord, { isFinal, errorCode }: Stream): UsageRecord {
  const assumptions = isFinal ? record.assumptions : [...record.assumptions, 'output' as const]
  return { ...record, errorCode, assumptions }
}
