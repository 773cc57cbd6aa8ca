// The importer of Claude Code session transcripts. Owns which lines are model replies; the database recognises the
// repeats (a line a content block, same message id). The format's page is claude-code-transcript.md.
import type { Origin, UsageRecord } from '../core/usage.ts'
import { AlikeLines } from './alike-lines.ts'
import { recordLike, recordOf, type OwnFacts, type RecordContext } from './anthropic-record.ts'
import { parseJson } from './parse-json.ts'
import { rememberingResolver } from './remembering-resolver.ts'
import { codeAt, isObject, objectAt, textAt, type JsonObject } from './fields.ts'
import type { EntryReader, EntrySink, Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { leadingKeys } from './json-run.ts'
import type { Varying } from './pattern-places.ts'
import { looksWhole } from './line-text.ts'
import { accept, ignore, outcomeOf, reject, tell, type Outcome } from './outcome.ts'
import { parseUtcTime } from './utc-time.ts'

const ID = 'claude-code-transcript'
const SUREST = 90

export const claudeCodeTranscript: Importer = {
  id: ID,
  title: 'Claude Code transcript',
  basis: 'requests',
  surest: SUREST,
  identify,
  read: (options, sink) => new TranscriptReader(options, sink),
}

/** By the keys of a line, not by its words: a transcript may quote anything. */
function identify(head: SourceHead): Identification | null {
  let score = 0
  for (let start = 0; start < head.text.length && score < SUREST; ) {
    const newline = head.text.indexOf('\n', start)
    const end = newline === -1 ? head.text.length : newline
    score = Math.max(score, scoreOfKeys(leadingKeys(head.text.slice(start, end))))
    start = end + 1
  }
  return score === 0 ? null : { score, framing: { kind: 'lines' } }
}

const OWN_KEYS = ['parentUuid', 'isSidechain', 'userType', 'cwd', 'message', 'subtype']

/** Lines beside the replies (summaries, snapshots, queue operations) may fill the head: a weaker sign, yet a sign. */
function scoreOfKeys({ inArray, keys }: { inArray: boolean; keys: readonly string[] }): number {
  const has = (...wanted: string[]) => wanted.every((key) => keys.includes(key))
  if (inArray || !has('type')) return 0
  const inSession = has('sessionId') || has('session_id')
  if (inSession && has('uuid') && OWN_KEYS.some((key) => has(key))) return SUREST
  return has('sessionId', 'parentUuid') ? SUREST : has('sessionId') || has('leafUuid') || has('messageId', 'snapshot') ? 40 : 0
}

/** Without its first quote, which is what a line has most of, it is found in two thirds of the time. */
const USAGE = Buffer.from('usage"')
const NOT_A_REPLY = 'not a model reply'

/** What differs from reply to reply of a session. A reply has a line a content block: those differ in content, `uuid` and time only. */
const VARYING: readonly Varying[] = [
  { path: ['message', 'content'], as: 'unread' },
  ...['uuid', 'parentUuid', 'logicalParentUuid', 'promptId', 'forkedFrom'].map((key): Varying => ({ path: [key], as: 'unread' })),
  { path: ['costUSD'], as: 'unread-number' },
  ...['context_management', 'diagnostics'].map((key): Varying => ({ path: ['message', key], as: 'value', says: 'nothing' })),
  { path: ['timestamp'], as: 'text', says: 'nothing' },
  // Of two records that differ in how the reply stopped the first counts, whatever they say of it.
  { path: ['message', 'stop_reason'], as: 'value', says: 'nothing' },
  { path: ['requestId'], as: 'text' }, { path: ['message', 'id'], as: 'text' },
  ...['iterations', 'server_tool_use', 'output_tokens_details'].map((key): Varying => ({ path: ['message', 'usage', key], as: 'value' })),
  ...['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens', 'output_tokens'].map((key): Varying => ({ path: ['message', 'usage', key], as: 'count' })),
  ...['5m', '1h'].map((ttl): Varying => ({ path: ['message', 'usage', 'cache_creation', `ephemeral_${ttl}_input_tokens`], as: 'count' })),
]

class TranscriptReader implements EntryReader {
  readonly #context: RecordContext
  readonly #sink: EntrySink
  readonly #lines = new AlikeLines(VARYING)
  /** Of a line that was remembered, by what it was parsed to. */
  readonly #records = new WeakMap<JsonObject, UsageRecord>()

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#context = { options, resolve: rememberingResolver() }
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    const alike = this.#lines.read(bytes)
    if (alike !== null) return this.#alike(alike, position)
    // Most of a transcript is tool output: found by bytes and never parsed.
    if (!bytes.includes(USAGE) && looksWhole(bytes)) return this.#sink.ignore(NOT_A_REPLY, position)
    const parsed = parseJson(this.#lines.textOf(bytes))
    if (parsed === null) return this.#sink.reject('not valid JSON', position)
    const line = isObject(parsed.value) ? parsed.value : {}
    const outcome = this.#reply(replyLine(line))
    tell(this.#sink, outcome, position)
    if (!isKnownAgain(outcome)) return
    this.#lines.remember(bytes, line)
    this.#records.set(line, outcome.record)
  }

  end(): void {}

  #alike(line: JsonObject, position: number): void {
    if (this.#lines.saysAgain) return this.#sink.repeat(position)
    const outcome = outcomeOf(() => this.#replyLike(line) ?? this.#reply(replyLine(line)))
    tell(this.#sink, outcome, position)
    if (!isKnownAgain(outcome)) this.#lines.forget()
  }

  /** All that is not among VARYING is the same in lines that are laid out alike, and need not be read again. */
  #replyLike(line: JsonObject): Outcome | null {
    const before = this.#records.get(line)
    if (before === undefined || line['type'] !== 'assistant') return null
    const message = objectAt(line, 'message')
    const record = recordLike(before, ownFacts(line, { message, usage: objectAt(message, 'usage'), rawModel: textAt(message, 'model') ?? '' }))
    return record === null ? null : accept(record)
  }

  #reply(line: JsonObject | null): Outcome {
    const message = line === null ? {} : objectAt(line, 'message')
    const usage = message['usage']
    if (line === null || !isObject(usage)) return ignore(NOT_A_REPLY)
    const rawModel = textAt(message, 'model')
    if (rawModel === '<synthetic>') return ignore('written by Claude Code itself, no API call')
    if (line['isApiErrorMessage'] === true) return ignore('error reply, no usage')
    if (rawModel === null) return reject('message.model is missing')
    return recordOf({
      ...ownFacts(line, { message, usage, rawModel }),
      origin: originOf(line),
      latencyMs: null, timeToFirstTokenMs: null,
      session: codeAt(line, 'sessionId') ?? codeAt(line, 'session_id'),
      sidechain: line['isSidechain'] === true,
    }, this.#context)
  }
}

function ownFacts(line: JsonObject, { message, usage, rawModel }: Pick<OwnFacts, 'message' | 'usage' | 'rawModel'>): OwnFacts {
  const written = textAt(line, 'timestamp')
  return {
    message, usage, rawModel, messageId: codeAt(message, 'id'), requestId: codeAt(line, 'requestId') ?? codeAt(line, 'request_id'),
    occurredAtMs: written === null ? null : parseUtcTime(written),
  }
}

/** Without an id each line is a request of its own, however alike. */
function isKnownAgain(outcome: Outcome): outcome is Extract<Outcome, { kind: 'accept' }> {
  return outcome.kind === 'accept' && (outcome.record.messageId ?? outcome.record.requestId) !== null
}

/** The line itself, or what a progress line carries of a sub-agent's reply; its envelope fills what that lacks. */
function replyLine(line: JsonObject): JsonObject | null {
  if (line['type'] === 'assistant') return line
  if (line['type'] !== 'progress') return null
  const inner = objectAt(objectAt(line, 'data'), 'message')
  return { ...line, requestId: null, ...inner, isSidechain: true }
}

function originOf(line: JsonObject): Omit<Origin, 'profile'> {
  return {
    importer: ID, account: null, workspace: null, apiKey: null, principal: null, project: folderName(textAt(line, 'cwd', 4096)),
    gateway: null, tags: {},
  }
}

/** Lines in a row are of one folder. */
let last: { path: string | null; name: string | null } = { path: null, name: null }

function folderName(path: string | null): string | null {
  if (path !== last.path) last = { path, name: path?.split(/[\\/]/).findLast((part) => part !== '')?.slice(0, 256) ?? null }
  return last.name
}
