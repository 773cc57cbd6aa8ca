// Turns a workload into calls in time order: when, which model, how many tokens. Knows no log format.
import { modelFacts } from '../../../core/model-catalogue.ts'
import type { TokenCounts } from '../../../core/usage.ts'
import type { Chance } from './random.ts'
import type { Workload } from './workloads.ts'

export interface Call {
  /** Serial number within the workload. */
  serial: number
  atMs: number
  model: string
  /** Called through the workload's application profile. */
  viaProfile: boolean
  tokens: TokenCounts
  webSearches: number
  latencyMs: number
}

export interface Span {
  /** UTC days, first to last. */
  days: readonly string[]
  /** Nothing happens after this instant. */
  untilMs: number
}

const HOUR_MS = 3_600_000

/** The calls of one workload, day by day, each day in order. */
export function* callsOf(workload: Workload, { days, untilMs }: Span, chance: Chance): Generator<Call> {
  let serial = 0
  for (const [at, day] of days.entries()) {
    const midnightMs = Date.parse(`${day}T00:00:00Z`)
    const weekday = ![0, 6].includes(new Date(midnightMs).getUTCDay())
    const trend = 1 + workload.growth * (at / Math.max(1, days.length - 1))
    const count = chance.around(workload.requestsPerWeekday * (weekday ? 1 : workload.weekend) * trend, 0.12)
    const times = Array.from({ length: count }, () => midnightMs + timeOfDayMs(workload, chance)).toSorted((a, b) => a - b)
    for (const atMs of times) {
      serial += 1
      const call = oneCall(workload, { serial, day, atMs }, chance)
      if (atMs <= untilMs) yield call
    }
  }
}

/** Nine of ten calls fall into the busy hours, more of them towards the middle. */
function timeOfDayMs({ hours: [from, to] }: Workload, chance: Chance): number {
  if (chance.hits(0.1)) return Math.floor(chance.next() * 24 * HOUR_MS)
  const middle = (chance.next() + chance.next()) / 2
  return Math.floor((from + middle * (to - from)) * HOUR_MS)
}

function oneCall(workload: Workload, when: { serial: number; day: string; atMs: number }, chance: Chance): Call {
  const { profile, models } = workload
  const model = models.findLast(({ from }) => from <= when.day)?.model ?? models[0]?.model ?? 'claude-sonnet-5'
  const tokens = tokensOf(workload, chance, modelFacts(model)?.minCacheableTokens ?? 1024)
  return {
    serial: when.serial,
    atMs: when.atMs,
    model,
    viaProfile: profile !== null && profile.from <= when.day,
    tokens,
    webSearches: chance.hits(workload.searches) ? chance.around(2, 0.5) : 0,
    latencyMs: chance.around(350 + tokens.output * workload.msPerOutputToken + tokens.uncachedInput / 30, 0.3),
  }
}

function tokensOf(workload: Workload, chance: Chance, minCacheable: number): TokenCounts {
  const long = chance.hits(workload.longPrompts) ? 4 : 1
  const prefix = chance.around(workload.prefix, 0.15) * long
  const hit = chance.hits(workload.hitProbability)
  const cached = prefix >= minCacheable
  // A conversation that goes on writes its newest turn even where the rest is read.
  const newTurn = hit && cached ? chance.around(workload.prefix / 30, 0.5) : 0
  const written = cached ? (hit ? newTurn : prefix) : 0
  const lasting = chance.hits(workload.longLived) ? written : 0
  return {
    uncachedInput: chance.around(workload.input, 0.5) + (cached ? 0 : prefix),
    cacheRead: cached && hit ? prefix : 0,
    cacheWrite5m: written - lasting,
    cacheWrite1h: lasting,
    output: chance.around(workload.output, 0.55),
  }
}
