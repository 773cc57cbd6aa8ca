// The importer of Bedrock batch inference output: `.jsonl.out` files and the manifest beside them. Owns which records
// are billed and the id that stands for the model no file names. The format's page is bedrock-batch-output.md.
import { namelessModel } from '../core/nameless-model.ts'
import type { Pass, UsageRecord } from '../core/usage.ts'
import { readBody, type BodyFacts } from './bedrock-body.ts'
import { parseJson } from './parse-json.ts'
import { combineCounts, hasTokens, runsOfCall, tokensOf, type InvocationCounts } from './bedrock-tokens.ts'
import { isObject, type JsonObject } from './fields.ts'
import type { EntryReader, EntrySink, Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { framingWhereAll } from './json-framing.ts'
import { textWithoutContent } from './line-text.ts'
import { accept, ignore, outcomeOf, reject, tell, type Outcome } from './outcome.ts'

const ID = 'bedrock-batch-output'
const SCORE = 92

export const bedrockBatchOutput: Importer = {
  id: ID,
  title: 'Bedrock batch output',
  basis: 'requests',
  surest: SCORE,
  identify,
  read: (options, sink) => new BatchOutputReader(options, sink),
}

function identify(head: SourceHead): Identification | null {
  const framing = framingWhereAll(head, isOwn)
  return framing === null ? null : { score: SCORE, framing }
}

/** A record, the job's input (the same without a reply), or the manifest. */
function isOwn(keys: readonly string[]): boolean {
  return keys.includes('modelInput') || keys.includes('modelOutput') || isManifest((key) => keys.includes(key))
}

function isManifest(has: (key: string) => boolean): boolean {
  return has('totalRecordCount') && has('processedRecordCount')
}

class BatchOutputReader implements EntryReader {
  readonly #options: ReadOptions
  readonly #sink: EntrySink

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#options = options
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    const parsed = parseJson(textWithoutContent(bytes))
    tell(this.#sink, parsed === null ? reject('not valid JSON') : this.#outcome(parsed.value), position)
  }

  end(): void {}

  #outcome(value: unknown): Outcome {
    if (!isObject(value)) return reject('not a batch record')
    if (isManifest((key) => key in value)) return ignore('manifest of a batch job, its tokens are in the output files')
    if (isObject(value['error'])) return ignore('batch record failed, not billed')
    const body = value['modelOutput']
    if (isObject(body)) return outcomeOf(() => this.#reply(body))
    const isInput = 'modelInput' in value && !('modelOutput' in value)
    return isInput ? ignore('input of a batch job, no reply in it') : reject('modelOutput is not an object')
  }

  /** @throws UnreadableField */
  #reply(modelOutput: JsonObject): Outcome {
    const body = readBody(modelOutput)
    const counts = combineCounts({}, body.counts)
    if (!hasTokens(counts) && body.guardrail) return ignore('blocked by a guardrail before the model ran')
    if (counts.input === null) return reject('modelOutput has no input token count')
    if (counts.output === null) return reject('modelOutput has no output token count')
    return accept(this.#record(body, counts))
  }

  #record(body: BodyFacts, counts: InvocationCounts): UsageRecord {
    const rawModel = namelessModel('bedrock-batch', body.model ?? fileName(this.#options.sourceName))
    const passes = runsOfCall(counts, body.runs).map((run): Pass => ({
      kind: run.kind, model: rawModel, rawModel, tier: 'batch', speed: 'standard', tokens: tokensOf(run.counts),
      webSearches: 0, writeSplitAssumed: run.counts.writeSplitAssumed, promptRange: null,
    }))
    const route = this.#options.route ?? 'unknown'
    return {
      basis: 'requests', messageId: body.messageId, requestId: null, reportKey: null, occurredAtMs: null, grain: 'instant',
      platform: this.#options.platform ?? 'bedrock', route,
      origin: {
        importer: ID, account: null, workspace: null, apiKey: null, principal: null, profile: null, project: null,
        gateway: null, tags: {},
      },
      passes, requests: 1, latencyMs: body.latencyMs, timeToFirstTokenMs: null,
      stopReason: body.guardrail ? 'guardrail_intervened' : body.stopReason, errorCode: null, session: null,
      sidechain: false, modelHint: body.model, assumptions: route === 'unknown' ? ['route'] : [],
    }
  }
}

function fileName(sourceName: string): string {
  return (sourceName.split(/[\\/]/).at(-1) ?? sourceName).slice(0, 200)
}
