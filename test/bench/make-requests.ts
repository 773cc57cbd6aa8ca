// Requests of a year, seeded: 200 origins, 40 price classes, 1,000 pairs of them, each in use every day, a few of them busy.
// Three in ten origins log how long a request took.
import type { UsageRecord } from '../../src/core/usage.ts'
import { seeded, upTo } from './seeded.ts'

export const DAYS = 365
export const FIRST_DAY = Math.floor(Date.UTC(2025, 10, 1) / 86_400_000)
const DAY_MS = 86_400_000
const ORIGINS = 200
const CLASSES_OF_AN_ORIGIN = 5
export const PAIRS = ORIGINS * CLASSES_OF_AN_ORIGIN
export const MODELS = ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001', 'claude-opus-4-1-20250805', 'claude-sonnet-4-20250514']
/** Five models in two tiers and in four bands of prompt size: 40 price classes. */
const PROMPTS = [[500, 60_000], [100_500, 20_000], [155_000, 40_000], [205_000, 50_000]] as const

interface Part { month: number; months: number; requests: number; quarter: number }

/** Of every fourth origin, in the order of time. */
export function* requestsOfMonth({ month, months, requests, quarter }: Part): Generator<UsageRecord> {
  const [from, to] = [Math.round((month * DAYS) / months), Math.round(((month + 1) * DAYS) / months)]
  for (let day = from; day < to; day += 1) {
    const random = seeded(1000 + day * 4 + quarter)
    const count = Math.round(((day + 1) * requests) / DAYS / 4) - Math.round((day * requests) / DAYS / 4)
    const pairs = PAIRS / 4
    for (let at = 0; at < count; at += 1) {
      // The first of a day meet every pair once, the others half of all pairs in the first quarter.
      const place = at < pairs ? (at * 97) % pairs : Math.floor(random() ** 2 * pairs)
      const pair = (Math.floor(place / CLASSES_OF_AN_ORIGIN) * 4 + quarter) * CLASSES_OF_AN_ORIGIN + (place % CLASSES_OF_AN_ORIGIN)
      const atMs = (FIRST_DAY + day) * DAY_MS + Math.floor((at + random()) * (DAY_MS / count))
      yield requestOf({ pair, number: (day * 4 + quarter) * 1_000_000 + at, atMs, random })
    }
  }
}

interface Asked { pair: number; number: number; atMs: number; random: () => number }

export function requestOf({ pair, number, atMs, random }: Asked): UsageRecord {
  const origin = Math.floor(pair / CLASSES_OF_AN_ORIGIN)
  const kind = (origin * 3 + pair * 7) % 40
  const model = MODELS[kind % MODELS.length] ?? ''
  const [least, spread] = PROMPTS[Math.floor(kind / 10)] ?? [0, 1]
  const prompt = least + upTo(random, spread)
  const cacheRead = Math.floor(prompt * 0.8 * random())
  const cacheWrite5m = Math.floor((prompt - cacheRead) * 0.3 * random())
  const isTimed = origin % 10 < 3
  const firstMs = 200 + upTo(random, 1500)
  return {
    basis: 'requests', messageId: `msg_01Bench${number.toString(36).padStart(18, '0')}`, requestId: `req_011Bench${number.toString(36).padStart(18, '0')}`,
    reportKey: null, occurredAtMs: atMs, grain: 'instant', platform: 'anthropic', route: 'global',
    origin: {
      importer: 'benchmark', account: null, workspace: `workspace-${origin % 25}`, apiKey: `key-${origin}`, principal: null, profile: null,
      project: `project-${origin % 50}`, gateway: null, tags: {},
    },
    passes: [{
      kind: 'message', model, rawModel: model, tier: Math.floor(kind / 5) % 2 === 0 ? 'standard' : 'batch', speed: 'standard',
      tokens: { uncachedInput: prompt - cacheRead - cacheWrite5m, cacheRead, cacheWrite5m, cacheWrite1h: 0, output: 1 + upTo(random, 1400) },
      webSearches: 0, writeSplitAssumed: false, promptRange: null,
    }],
    requests: 1, latencyMs: isTimed ? firstMs + Math.floor(random() ** 3 * 30_000) : null, timeToFirstTokenMs: isTimed ? firstMs : null,
    stopReason: 'end_turn', errorCode: null, session: null, sidechain: false, modelHint: null, assumptions: [],
  }
}
