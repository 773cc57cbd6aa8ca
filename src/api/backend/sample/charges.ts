// What the invented company is billed for: its calls again, without the logs' words, summed and priced at list.
import { priceCell } from '../../../core/cost.ts'
import type { PriceBook } from '../../../core/price-book.ts'
import { promptBand, promptSize } from '../../../core/prompt-band.ts'
import { TOKEN_CLASSES, type PriceClass, type TokenClass, type TokenCounts, type UsageCell } from '../../../core/usage.ts'
import { utcDayOf } from '../../../core/calendar.ts'
import { chance } from './random.ts'
import { callsOf, type Call, type Span } from './traffic.ts'
import type { Workload } from './workloads.ts'

/** One token class, or web searches, of one workload, model and UTC day. */
export interface Charge {
  workload: Workload
  day: string
  model: string
  /** Called through the workload's application profile. */
  viaProfile: boolean
  meter: TokenClass | 'webSearches'
  /** Tokens or searches. */
  quantity: number
  /** At list price, in pico-USD. */
  list: bigint
}

type Sum = Omit<UsageCell, 'requests'> & Pick<Charge, 'model' | 'viaProfile'> & { tokens: TokenCounts }

const NOTHING: TokenCounts = { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }

function classOf({ format, routing, batch }: Workload, { model, tokens }: Call): PriceClass {
  const direct = format === 'messages-log' || format === 'claude-code'
  const { over, upTo } = promptBand(promptSize(tokens))
  return {
    platform: direct ? 'anthropic' : 'bedrock', route: direct || routing === 'global' ? 'global' : 'region', model,
    tier: batch ? 'batch' : 'standard', speed: 'standard', promptOver: over, promptUpTo: upTo, assumptions: [],
  }
}

function sumsOf(workload: Workload, span: Span, from: string): Sum[] {
  const sums = new Map<string, Sum>()
  for (const call of callsOf(workload, span, chance(workload.id))) {
    const utcDay = utcDayOf(call.atMs)
    if (utcDay < from) continue
    const priceClass = classOf(workload, call)
    const key = [utcDay, call.model, call.viaProfile, priceClass.promptOver].join(' ')
    const held = sums.get(key) ?? {
      priceClass, utcDay, model: call.model, viaProfile: call.viaProfile, tokens: { ...NOTHING }, webSearches: 0,
    }
    for (const name of TOKEN_CLASSES) held.tokens[name] += call.tokens[name]
    held.webSearches += call.webSearches
    sums.set(key, held)
  }
  return [...sums.values()]
}

/** Charges of a workload from a day on, prompt bands added up, by day and model. */
export function chargesOf(workload: Workload, { span, from, book }: { span: Span; from: string; book: PriceBook }): Charge[] {
  const charges = new Map<string, Charge>()
  for (const sum of sumsOf(workload, span, from)) {
    const cost = priceCell({ ...sum, requests: null }, book)
    const add = (meter: Charge['meter'], quantity: number, list: bigint) => {
      if (quantity === 0) return
      const key = [sum.utcDay, sum.model, sum.viaProfile, meter].join(' ')
      const held = charges.get(key) ?? {
        workload, day: sum.utcDay, model: sum.model, viaProfile: sum.viaProfile, meter, quantity: 0, list: 0n,
      }
      charges.set(key, { ...held, quantity: held.quantity + quantity, list: held.list + list })
    }
    for (const name of TOKEN_CLASSES) add(name, sum.tokens[name], cost.byClass[name])
    add('webSearches', sum.webSearches, cost.webSearches)
  }
  return [...charges.values()]
}
