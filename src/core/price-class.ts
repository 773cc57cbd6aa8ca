// What decides the price of a pass, as one value that can be interned. Knows no prices.
import { promptBand, promptSize } from './prompt-band.ts'
import { ASSUMPTIONS, type Assumption, type Pass, type PriceClass, type UsageRecord } from './usage.ts'

/** The assumptions without repeats, in the one fixed order. */
export function sortAssumptions(assumptions: Iterable<Assumption>): Assumption[] {
  const held = new Set(assumptions)
  return ASSUMPTIONS.filter((assumption) => held.has(assumption))
}

/** The price class of one pass of a record. The band is the pass's own, or the range an aggregate says it covers. */
export function priceClassOf(record: UsageRecord, pass: Pass): PriceClass {
  const band = pass.promptRange ?? promptBand(promptSize(pass.tokens))
  const assumptions = new Set(record.assumptions)
  if (pass.writeSplitAssumed) assumptions.add('write-split')
  return {
    platform: record.platform,
    route: record.route,
    model: pass.model,
    tier: pass.tier,
    speed: pass.speed,
    promptOver: band.over,
    promptUpTo: band.upTo,
    assumptions: sortAssumptions(assumptions),
  }
}

/** One string per price class; equal exactly where the classes are. */
export function priceClassKey(priceClass: PriceClass): string {
  const { platform, route, model, tier, speed, promptOver, promptUpTo, assumptions } = priceClass
  const assumed = sortAssumptions(assumptions).join(',')
  return [platform, route, model, tier, speed, promptOver, promptUpTo ?? '', assumed].join('\u001f')
}
