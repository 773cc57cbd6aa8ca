// The importer of logged Messages API responses: bare, wrapped by a logger, or inside a JSON string. Owns the accounting
// of entries and which ids are the vendor's. The format's page is messages-response.md.
import type { Origin } from '../core/usage.ts'
import { recordOf, type RecordContext, type Reply } from './anthropic-record.ts'
import { rememberingResolver } from './remembering-resolver.ts'
import { parseJson } from './parse-json.ts'
import { codeAt, isObject, textAt, type JsonObject } from './fields.ts'
import { findUsage, type FoundUsage, type UsageSearch } from './find-usage.ts'
import type { EntryReader, EntrySink, Importer, ReadOptions } from './importer.ts'
import { looksWhole, startsObject, textWithoutContent } from './line-text.ts'
import { ignore, reject, tell, tellAll, type Outcome } from './outcome.ts'
import { durationAround, headerAround, labelIn, labelPlaces, tagsIn, timeAround } from './logger-fields.ts'
import { identifyMessages } from './messages-identify.ts'

const ID = 'messages-response'

export const messagesResponse: Importer = {
  id: ID,
  title: 'Messages API response log',
  basis: 'requests',
  surest: 80,
  identify: identifyMessages,
  read: (options, sink) => new MessagesReader(options, sink),
}

const TOKENS = Buffer.from('input_tokens')
const ERROR = Buffer.from('"error"')
const NO_USAGE = 'no usage in this line'

class MessagesReader implements EntryReader {
  readonly #context: RecordContext
  readonly #sink: EntrySink

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#context = { options, resolve: rememberingResolver() }
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    // Most lines of an application log are about other things: told by bytes, never parsed.
    const speaksOfTokens = bytes.includes(TOKENS)
    if (!speaksOfTokens && looksWhole(bytes) && !bytes.includes(ERROR)) return this.#sink.ignore(NO_USAGE, position)
    const parsed = parseJson(textWithoutContent(bytes))
    if (parsed === null) {
      return tell(this.#sink, startsObject(bytes) ? reject('not valid JSON') : ignore('not JSON'), position)
    }
    tellAll(this.#sink, outcomesOf(findUsage(parsed.value), this.#context), position)
  }

  end(): void {}
}

/** At least one. */
function outcomesOf(search: UsageSearch, context: RecordContext): Outcome[] {
  const replies = withoutTwins(search.found)
  if (replies.length > 0) return replies.map((found) => outcomeOf(found, context))
  if (search.tokenCount) return [ignore('token count reply, not billed')]
  return [ignore(search.error ? 'error reply, no usage' : NO_USAGE)]
}

/** Loggers repeat a reply's usage beside it. Of one message id the greater output stays; without an id, the innermost. */
function withoutTwins(found: readonly FoundUsage[]): FoundUsage[] {
  if (found.length < 2) return [...found]
  const identified = new Map<string, FoundUsage>()
  for (const one of found) {
    const id = messageIdOf(one)
    const before = id === null ? undefined : identified.get(id)
    if (id !== null && (before === undefined || outputOf(one) > outputOf(before))) identified.set(id, one)
  }
  const kept = [...identified.values()]
  for (const one of found) {
    if (messageIdOf(one) === null && !isRepeated(one, found, kept)) kept.push(one)
  }
  return kept
}

function isRepeated(one: FoundUsage, found: readonly FoundUsage[], kept: readonly FoundUsage[]): boolean {
  const enclosesAnother = found.some((other) => other !== one && other.holder !== one.holder && other.around.includes(one.holder))
  return enclosesAnother || kept.some((other) => !(one.inArray && messageIdOf(other) === null) && sameCounts(one.usage, other.usage))
}

function outputOf({ usage }: FoundUsage): number {
  return typeof usage['output_tokens'] === 'number' ? usage['output_tokens'] : 0
}

const COMPARED = ['input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens']

function sameCounts(a: JsonObject, b: JsonObject): boolean {
  return COMPARED.every((key) => (a[key] ?? 0) === (b[key] ?? 0))
}

function outcomeOf(found: FoundUsage, context: RecordContext): Outcome {
  const { holder, around, usage } = found
  if (around.some(({ type }) => type === 'message_start' || type === 'message_delta')) {
    return { kind: 'ignore', reason: 'stream event, not a whole reply' }
  }
  if (around.some((object) => 'modelUsage' in object)) return { kind: 'ignore', reason: 'total of a session, not a request' }
  const rawModel = modelOf(around)
  if (rawModel === null) return { kind: 'reject', reason: 'model is missing' }
  const isBatchResult = around.some((object) => 'custom_id' in object && isObject(object['result']))
  const messageId = messageIdOf(found)
  const places = labelPlaces(around)
  const reply: Reply = {
    message: holder, usage, rawModel, messageId,
    requestId: requestIdOf(around, messageId !== null),
    occurredAtMs: timeAround(around),
    origin: originOf(around, places, context.options),
    latencyMs: durationAround(around, ['duration_ms', 'latency_ms', 'durationMs', 'latencyMs', 'elapsed_ms', 'elapsedMs']),
    timeToFirstTokenMs: durationAround(around, ['ttft_ms', 'time_to_first_token_ms', 'ttftMs', 'timeToFirstTokenMs']),
    session: labelIn(places, ['session_id', 'sessionId', 'conversation_id', 'conversationId']),
    sidechain: false,
  }
  // Lines of a batch result often lack the tier; batches have no other.
  return recordOf(isBatchResult ? { ...reply, tier: 'batch' } : reply, context)
}

/** The nearest model wins: a wrapper may name the one that was asked for. */
function modelOf(around: readonly JsonObject[]): string | null {
  for (const object of around.toReversed()) {
    for (const key of ['model', 'model_id', 'modelId', 'model_name']) {
      const model = textAt(object, key, 2048)?.trim() ?? ''
      if (model !== '') return model
    }
  }
  const requests = around.map((object) => object['request']).filter(isObject)
  return requests.length === 0 ? null : modelOf(requests)
}

/** Only the vendor's own: a logger's `id` may repeat over many calls, and would make them one. */
function messageIdOf({ holder, around }: FoundUsage): string | null {
  const own = codeAt(holder, 'id')
  if (own !== null && (own.startsWith('msg_') || holder['type'] === 'message' || holder['role'] === 'assistant')) return own
  const named = [...around].reverse().map((object) => codeAt(object, 'message_id') ?? codeAt(object, 'messageId'))
  return named.find((id) => id?.startsWith('msg_') === true) ?? null
}

const REQUEST_IDS = ['_request_id', 'request_id', 'requestId', 'anthropic_request_id', 'anthropicRequestId', 'request-id']

/** `req_...` anywhere; the header `request-id`, whatever its form, only beside a message id. */
function requestIdOf(around: readonly JsonObject[], besideMessageId: boolean): string | null {
  for (const object of around.toReversed()) {
    for (const key of REQUEST_IDS) {
      const id = codeAt(object, key)
      if (id?.startsWith('req_') === true) return id
    }
  }
  const header = headerAround(around, 'request-id')
  return header !== null && (besideMessageId || header.startsWith('req_')) ? header : null
}

function originOf(around: readonly JsonObject[], places: readonly JsonObject[], options: ReadOptions): Omit<Origin, 'profile'> {
  return {
    importer: ID,
    account: labelIn(places, ['organization_id', 'organizationId']) ?? headerAround(around, 'anthropic-organization-id'),
    workspace: labelIn(places, ['workspace', 'workspace_name', 'workspaceName', 'workspace_id', 'workspaceId']) ??
      headerAround(around, 'anthropic-workspace-id'),
    apiKey: withoutSecret(labelIn(places, ['api_key_name', 'apiKeyName', 'api_key_id', 'apiKeyId', 'api_key', 'apiKey'])),
    principal: null,
    project: labelIn(places, ['project']),
    gateway: null,
    tags: tagsIn(places, options.tagKeys),
  }
}

/** Some log the key itself. It is nobody's name, and must not be kept. */
function withoutSecret(apiKey: string | null): string | null {
  return apiKey === null || apiKey.startsWith('sk-') ? null : apiKey
}
