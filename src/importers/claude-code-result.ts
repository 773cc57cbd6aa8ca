// The importer of Claude Code `result` messages: totals of a session by model, an aggregate beside the transcript and never
// on top of it. The format's page is claude-code-result.md.
import type { ResolvedModel } from '../core/model-id.ts'
import type { Assumption, Platform, Route, TokenCounts } from '../core/usage.ts'
import { rememberingResolver } from './remembering-resolver.ts'
import { parseJson } from './parse-json.ts'
import { checkedCount, codeAt, countAt, isObject, objectAt, textAt, UnreadableField, type JsonObject } from './fields.ts'
import type { EntryReader, EntrySink, Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { framingOfObjects, keysOfEntries } from './json-framing.ts'
import { leadingKeys } from './json-run.ts'
import { accept, ignore, outcomeOf, reject, tellAll, type Outcome } from './outcome.ts'
import { geoOf, isEmptyRow, reportRecord, UNNAMED_MODEL, type ReportRow } from './report-row.ts'

const ID = 'claude-code-result'
const SCORE = 94

export const claudeCodeResult: Importer = {
  id: ID,
  title: 'Claude Code session results',
  basis: 'reports',
  surest: SCORE,
  identify,
  read: (options, sink) => new ResultReader(options, sink),
}

/** Results without replies beside them: a stream of messages is read as a transcript, request by request. */
function identify(head: SourceHead): Identification | null {
  if (isReply(leadingKeys(head.text).keys) || !head.text.includes('"result"') || !/"type"\s*:\s*"result"/.test(head.text)) return null
  const framing = framingOfObjects(head)
  let hasResult = false
  for (const keys of keysOfEntries(head, framing)) {
    if (isReply(keys)) return null
    hasResult ||= isResult(keys)
  }
  return hasResult ? { score: SCORE, framing } : null
}

function isResult(keys: readonly string[]): boolean {
  const isMessage = ['type', 'subtype', 'session_id'].every((key) => keys.includes(key))
  return isMessage && (keys.includes('modelUsage') || keys.includes('total_cost_usd'))
}

function isReply(keys: readonly string[]): boolean {
  return keys.includes('message')
}

class ResultReader implements EntryReader {
  readonly #options: ReadOptions
  readonly #sink: EntrySink
  readonly #resolve = rememberingResolver()

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#options = options
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    const parsed = parseJson(bytes.toString('utf8'))
    tellAll(this.#sink, parsed === null ? [reject('not valid JSON')] : this.#outcomes(parsed.value), position)
  }

  end(): void {}

  #outcomes(value: unknown): Outcome[] {
    if (!isObject(value) || value['type'] !== 'result') return [ignore('not a result, its session\'s totals are')]
    const session = codeAt(value, 'session_id')
    if (session === null) return [reject('session_id is missing')]
    const models = Object.entries(objectAt(value, 'modelUsage'))
    if (models.length === 0) return [outcomeOf(() => this.#unnamed(value, session))]
    return models.map(([rawModel, counts]) => outcomeOf(() => this.#model(value, session, { rawModel, counts })))
  }

  /** @throws UnreadableField */
  #model(result: JsonObject, session: string, { rawModel, counts }: { rawModel: string; counts: unknown }): Outcome {
    if (!isObject(counts)) return reject('modelUsage has a member that is no object')
    const canonical = textAt(counts, 'canonicalModel')
    const named = this.#resolve(rawModel).known || canonical === null ? rawModel : canonical
    const resolved = this.#resolve(named)
    const platform = this.#options.platform ?? platformOf(counts, resolved)
    const searches = countAt(counts, 'webSearchRequests') ?? 0
    return this.#record({ result, session, rawModel, named, platform, resolved, ...tokensOf(counts), searches })
  }

  /** Old versions tell the session's usage without the models it was of. */
  #unnamed(result: JsonObject, session: string): Outcome {
    const usage = objectAt(result, 'usage')
    const split = objectAt(usage, 'cache_creation')
    const tokens = tokensFrom({
      input: countAt(usage, 'input_tokens'), output: countAt(usage, 'output_tokens'),
      read: countAt(usage, 'cache_read_input_tokens'), written: countAt(usage, 'cache_creation_input_tokens'),
      written5m: countAt(split, 'ephemeral_5m_input_tokens'),
      written1h: countAt(split, 'ephemeral_1h_input_tokens'),
    })
    const searches = countAt(objectAt(usage, 'server_tool_use'), 'web_search_requests') ?? 0
    const platform = this.#options.platform ?? 'anthropic'
    const model = { rawModel: UNNAMED_MODEL, named: UNNAMED_MODEL, resolved: this.#resolve(UNNAMED_MODEL) }
    return this.#record({ result, session, ...model, platform, ...tokens, searches })
  }

  #record(total: Total): Outcome {
    const row = rowOf(total)
    if (isEmptyRow(row)) return ignore('session without usage')
    const record = reportRecord(row, ID, { ...this.#options, platform: total.platform })
    const { rawModel, writeSplitAssumed } = total
    const passes = record.passes.map((pass) => ({ ...pass, rawModel, writeSplitAssumed }))
    return accept({ ...record, session: total.session, occurredAtMs: null, passes })
  }
}

interface Tokens {
  tokens: TokenCounts
  writeSplitAssumed: boolean
}

interface Total extends Tokens {
  result: JsonObject
  session: string
  /** As the source spells it, and the spelling that names the model. */
  rawModel: string
  named: string
  platform: Platform
  resolved: ResolvedModel
  searches: number
}

function rowOf(total: Total): ReportRow {
  const usage = objectAt(total.result, 'usage')
  const tier = codeAt(usage, 'service_tier')
  const speed = codeAt(usage, 'speed')
  const assumptions: Assumption[] = tier === null || speed === null ? ['price'] : []
  if (total.writeSplitAssumed) assumptions.push('write-split')
  return {
    startMs: 0, grain: 'instant', model: total.named, tier: tier ?? 'standard', speed, geo: routeOf(total, usage),
    promptRange: { over: 0, upTo: null }, tokens: total.tokens, webSearches: total.searches,
    origin: { account: null, workspace: null, apiKey: null, principal: null },
    reportKey: JSON.stringify([ID, total.session, total.rawModel]), assumptions,
  }
}

/** On Anthropic's platforms by geography, elsewhere by the id's prefix; where neither is said, flagged. */
function routeOf({ platform, resolved }: Total, usage: JsonObject): { route: Route; stated: boolean } {
  if (platform === 'anthropic' || platform === 'claude-platform-aws') return geoOf(codeAt(usage, 'inference_geo'))
  return { route: resolved.bedrockRoute ?? 'unknown', stated: resolved.bedrockRoute !== null }
}

const PLATFORMS: Readonly<Record<string, Platform>> = {
  firstParty: 'anthropic', anthropicAws: 'claude-platform-aws', bedrock: 'bedrock', mantle: 'bedrock', vertex: 'google-cloud',
  foundry: 'foundry',
}

/** What the message says; else the spelling of the model. */
function platformOf(counts: JsonObject, resolved: ResolvedModel): Platform {
  const provider = codeAt(counts, 'provider')
  const said = provider !== null && Object.hasOwn(PLATFORMS, provider) ? PLATFORMS[provider] : undefined
  return said ?? (resolved.bedrockRoute !== null || resolved.isApplicationProfile ? 'bedrock' : 'anthropic')
}

/** `outputTokens` has thinking in it, `cacheCreationInputTokens` both kinds of writes. */
function tokensOf(counts: JsonObject): Tokens {
  return tokensFrom({
    input: countAt(counts, 'inputTokens'), output: countAt(counts, 'outputTokens'),
    read: countAt(counts, 'cacheReadInputTokens'), written: countAt(counts, 'cacheCreationInputTokens'),
    written5m: countAt(counts, 'cacheCreationEphemeral5mInputTokens'),
    written1h: countAt(counts, 'cacheCreationEphemeral1hInputTokens'),
  })
}

type Said = Record<'input' | 'output' | 'read' | 'written' | 'written5m' | 'written1h', number | null>

/** Writes that the split does not cover are taken as 5m, the default. */
function tokensFrom(said: Said): Tokens {
  if (said.input === null) throw new UnreadableField('count of input tokens is missing')
  if (said.output === null) throw new UnreadableField('count of output tokens is missing')
  const split = checkedCount((said.written5m ?? 0) + (said.written1h ?? 0), 'cache_creation')
  const written = said.written ?? split
  const cacheWrite1h = Math.min(said.written1h ?? 0, written)
  return {
    tokens: {
      uncachedInput: said.input, cacheRead: said.read ?? 0, cacheWrite5m: written - cacheWrite1h, cacheWrite1h,
      output: said.output,
    },
    writeSplitAssumed: split !== written,
  }
}
