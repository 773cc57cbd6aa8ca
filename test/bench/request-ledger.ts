// A ledger with every one of many requests in it, written the way an import writes: what a start opens.
import { openLedger } from '../../db/open-ledger.ts'
import { packRecords } from '../../src/core/record-packer.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { seeded, upTo } from './seeded.ts'

const DAY_MS = 86_400_000
const DAYS = 365
const BATCH = 5000
const ORIGINS = 200
const CLASSES_OF_AN_ORIGIN = 5
const MODELS = ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001', 'claude-opus-4-1-20250805'] as const
const PROMPTS = [1000, 90_000, 120_000, 230_000] as const

/** A year that ends on the day it is made, so that the first chart is of its last days. */
export function makeRequestLedger(path: string, requests: number): void {
  const random = seeded(9)
  const from = Date.now() - DAYS * DAY_MS
  const ledger = openLedger(path)
  const writer = ledger.imports.begin('benchmark')
  const source = writer.startSource({ name: 'benchmark', importer: 'benchmark', bytes: null, sourceKey: 'benchmark', modifiedAtMs: 0 })
  for (let at = 0; at < requests; at += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, requests - at) }, (_, index) => {
      const position = at + index + 1
      return { record: recordAt(position, from + Math.floor((position / requests) * DAYS * DAY_MS), random), position }
    })
    source.write({ records: packRecords(records), ignored: new Map(), rejected: [] })
  }
  source.finish({ problem: null, incompleteLastEntry: false, fileState: null })
  writer.finish('done')
  ledger.close()
}

function recordAt(position: number, occurredAtMs: number, random: () => number): UsageRecord {
  const origin = upTo(random, ORIGINS)
  const kind = origin * 3 + upTo(random, CLASSES_OF_AN_ORIGIN) * 7
  const model = MODELS[kind % MODELS.length] ?? MODELS[0]
  const prompt = PROMPTS[Math.floor(kind / MODELS.length) % PROMPTS.length] ?? PROMPTS[0]
  return {
    basis: 'requests', messageId: `msg_${position}`, requestId: `req_${position}`, reportKey: null, occurredAtMs, grain: 'instant',
    platform: 'anthropic', route: 'global',
    origin: {
      importer: 'benchmark', account: null, workspace: `workspace-${origin % 25}`, apiKey: `key-${origin}`, principal: null, profile: null,
      project: `project-${origin % 50}`, gateway: null, tags: {},
    },
    passes: [{
      kind: 'message', model, rawModel: model, tier: origin % 5 === 0 ? 'batch' : 'standard', speed: 'standard',
      tokens: { uncachedInput: upTo(random, 900), cacheRead: prompt, cacheWrite5m: upTo(random, 2000), cacheWrite1h: 0, output: upTo(random, 700) },
      webSearches: 0, writeSplitAssumed: false, promptRange: null,
    }],
    requests: 1, latencyMs: 900 + upTo(random, 4000), timeToFirstTokenMs: 200, stopReason: 'end_turn', errorCode: null, session: null,
    sidechain: false, modelHint: null, assumptions: [],
  }
}
