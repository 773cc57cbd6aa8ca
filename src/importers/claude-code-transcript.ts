// The importer of Claude Code session transcripts. Owns which lines are model replies; the database recognises the
// repeats (a line a content block, same message id). The format's page is claude-code-transcript.md.
import type { Origin } from '../core/usage.ts'
import { recordOf, type RecordContext } from './anthropic-record.ts'
import { parseJson } from './parse-json.ts'
import { rememberingResolver } from './remembering-resolver.ts'
import { codeAt, isObject, objectAt, textAt, type JsonObject } from './fields.ts'
import type { EntryReader, EntrySink, Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { leadingKeys } from './json-run.ts'
import { looksWhole, textWithoutContent } from './line-text.ts'
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

const USAGE = Buffer.from('"usage"')
const NOT_A_REPLY = 'not a model reply'

class TranscriptReader implements EntryReader {
  readonly #context: RecordContext
  readonly #sink: EntrySink

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#context = { options, resolve: rememberingResolver() }
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    // Most of a transcript is tool output: found by bytes and never parsed.
    if (!bytes.includes(USAGE) && looksWhole(bytes)) return this.#sink.ignore(NOT_A_REPLY, position)
    const parsed = parseJson(textWithoutContent(bytes))
    if (parsed === null) return this.#sink.reject('not valid JSON', position)
    const line = isObject(parsed.value) ? parsed.value : {}
    return this.#reply(replyLine(line), position)
  }

  end(): void {}

  #reply(line: JsonObject | null, position: number): void {
    const message = line === null ? {} : objectAt(line, 'message')
    const usage = message['usage']
    if (line === null || !isObject(usage)) return this.#sink.ignore(NOT_A_REPLY, position)
    const rawModel = textAt(message, 'model')
    if (rawModel === '<synthetic>') return this.#sink.ignore('written by Claude Code itself, no API call', position)
    if (line['isApiErrorMessage'] === true) return this.#sink.ignore('error reply, no usage', position)
    if (rawModel === null) return this.#sink.reject('message.model is missing', position)
    const written = textAt(line, 'timestamp')
    const outcome = recordOf({
      message, usage, rawModel, messageId: codeAt(message, 'id'),
      requestId: codeAt(line, 'requestId') ?? codeAt(line, 'request_id'),
      occurredAtMs: written === null ? null : parseUtcTime(written),
      origin: originOf(line),
      latencyMs: null, timeToFirstTokenMs: null,
      session: codeAt(line, 'sessionId') ?? codeAt(line, 'session_id'),
      sidechain: line['isSidechain'] === true,
    }, this.#context)
    if (outcome.kind === 'accept') this.#sink.accept(outcome.record, position)
    else if (outcome.kind === 'ignore') this.#sink.ignore(outcome.reason, position)
    else this.#sink.reject(outcome.reason, position)
  }
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

function folderName(path: string | null): string | null {
  const name = path?.split(/[\\/]/).findLast((part) => part !== '') ?? null
  return name === null ? null : name.slice(0, 256)
}
