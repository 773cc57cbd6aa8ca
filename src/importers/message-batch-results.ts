// The importer of Message Batches results: one line a request, with the reply where it succeeded. Owns which results are
// billed; the format's page is message-batch-results.md.
import { recordOf, type RecordContext } from './anthropic-record.ts'
import { rememberingResolver } from './remembering-resolver.ts'
import { parseJson } from './parse-json.ts'
import { codeAt, isObject, objectAt, textAt, type JsonObject } from './fields.ts'
import type { EntryReader, EntrySink, Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { framingWhereAll } from './json-framing.ts'
import { textWithoutContent } from './line-text.ts'
import { labelPlaces, tagsIn, timeAround } from './logger-fields.ts'
import { ignore, reject, tell, type Outcome } from './outcome.ts'

const ID = 'message-batch-results'
const SCORE = 92

export const messageBatchResults: Importer = {
  id: ID,
  title: 'Message Batches results',
  basis: 'requests',
  surest: SCORE,
  identify,
  read: (options, sink) => new BatchResultsReader(options, sink),
}

/** Every object of the head must be a result: a log in which some lines are results is left to the general importer. */
function identify(head: SourceHead): Identification | null {
  const framing = framingWhereAll(head, isOwn)
  return framing === null ? null : { score: SCORE, framing }
}

/** A result, or the batch object that `GET /v1/messages/batches/ID` returns. */
function isOwn(keys: readonly string[]): boolean {
  const has = (...wanted: string[]) => wanted.every((key) => keys.includes(key))
  return has('custom_id', 'result') || has('processing_status', 'request_counts')
}

const NOT_BILLED: Readonly<Record<string, string>> = {
  errored: 'batch request failed, not billed',
  canceled: 'batch request canceled, not billed',
  expired: 'batch request expired, not billed',
}

class BatchResultsReader implements EntryReader {
  readonly #context: RecordContext
  readonly #sink: EntrySink

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#context = { options, resolve: rememberingResolver() }
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    const parsed = parseJson(textWithoutContent(bytes))
    tell(this.#sink, parsed === null ? reject('not valid JSON') : this.#outcome(parsed.value), position)
  }

  end(): void {}

  #outcome(value: unknown): Outcome {
    if (!isObject(value)) return reject('not a batch result')
    if (value['type'] === 'message_batch') return ignore('batch object, holds no usage')
    const result = value['result']
    if (!isObject(result)) return reject('result is missing')
    const type = codeAt(result, 'type')
    const unbilled = type !== null && Object.hasOwn(NOT_BILLED, type) ? NOT_BILLED[type] : undefined
    if (unbilled !== undefined) return ignore(unbilled)
    return type === 'succeeded' ? this.#reply(value, objectAt(result, 'message')) : reject('result.type is not known')
  }

  /** Lines often lack the tier: batches have no other. They have no time unless a logger added one. */
  #reply(line: JsonObject, message: JsonObject): Outcome {
    const usage = message['usage']
    const rawModel = textAt(message, 'model')
    if (!isObject(usage)) return reject('result.message.usage is missing')
    if (rawModel === null) return reject('result.message.model is missing')
    const { tagKeys } = this.#context.options
    return recordOf({
      message, usage, rawModel, tier: 'batch', messageId: codeAt(message, 'id'), requestId: null,
      occurredAtMs: timeAround([line]),
      origin: {
        importer: ID, account: null, workspace: null, apiKey: null, principal: null, project: null, gateway: null,
        tags: tagsIn(labelPlaces([line]), tagKeys),
      },
      latencyMs: null, timeToFirstTokenMs: null, session: null, sidechain: false,
    }, this.#context)
  }
}
