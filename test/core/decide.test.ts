// Decisions on built usage with known answers: the rules in their order, what satisfies, what a constraint costs.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type Decision, type DecideInput, type SurfaceDecision } from '../../src/core/decide.ts'
import { decisionToJson } from '../../src/core/decide-json.ts'
import { recordMarkdown } from '../../src/core/decision-markdown.ts'
import { recordOf } from '../../src/core/decision-record.ts'
import { placementKey } from '../../src/core/placement.ts'
import { noRequirements, type Requirements } from '../../src/core/requirements.ts'
import { placementFacts } from '../../src/placements/load-placements.ts'
import { book, COVERED, opus, sixteen, toEu, used } from './projection-builders.ts'
import type { ProjectionCell } from '../../src/core/projection.ts'

const OPUS = { model: 'claude-opus-5-5' }

const decided = (cells: readonly ProjectionCell[], requirements: readonly Partial<Requirements>[] = [], more: Partial<DecideInput> = {}): Decision =>
  decide({
    cells, coveredDays: COVERED, book, discounts: [], placements: placementFacts(), latency: [],
    requirements: requirements.map((some) => ({ ...noRequirements('voice'), ...some })), ...more,
  })

function only(decision: Decision): SurfaceDecision {
  const [surface, ...others] = decision.surfaces
  if (surface === undefined || others.length > 0) throw new Error('Expected one surface')
  return surface
}

const one = (requirements: Partial<Requirements> = {}, cells: readonly ProjectionCell[] = sixteen('voice', OPUS, opus), more: Partial<DecideInput> = {}) =>
  only(decided(cells, [requirements], more))
const answerOf = (decision: SurfaceDecision) => (decision.answer === null ? null : placementKey(decision.answer.placement))
const usd = (pico: bigint | null | undefined) => (pico === null || pico === undefined ? pico : Number(pico) / 1e12)
const candidateAt = (decision: SurfaceDecision, key: string) => {
  const found = decision.candidates.find(({ candidate }) => placementKey(candidate.placement) === key)
  if (found === undefined) throw new Error(`Not a candidate: ${key}`)
  return found
}

describe('the rule that fires', () => {
  it('is the first question answered with yes', () => {
    const everything = { residency: 'eu', core: 'latency', manyProviders: true } as const
    expect(one(everything)).toMatchObject({ rule: 'hard-requirement', gateway: true })
    expect(one({ ...everything, residency: null })).toMatchObject({ rule: 'latency', gateway: true })
    expect(one({ core: 'newest-model' })).toMatchObject({ rule: 'newest-model', gateway: false })
    expect(one({ manyProviders: true })).toMatchObject({ rule: 'many-providers', gateway: true })
    expect(one()).toMatchObject({ rule: 'no-constraint', gateway: false, constraint: 0n })
  })

  it('goes direct for latency and for the newest model', () => {
    const inEu = sixteen('voice', { ...OPUS, ...toEu }, opus)
    expect(answerOf(one({ core: 'latency' }, inEu))).toBe('anthropic/global')
    expect(answerOf(one({ core: 'newest-model' }, inEu))).toBe('anthropic/global')
  })

  it('without one: stays where it runs among equal prices, or on a platform in use', () => {
    expect(answerOf(one({}, sixteen('voice', OPUS, opus)))).toBe('anthropic/global')
    expect(answerOf(one({}, sixteen('voice', { ...OPUS, platform: 'bedrock' }, opus)))).toBe('bedrock/global')
    expect(answerOf(one({}, sixteen('voice', { ...OPUS, ...toEu }, opus)))).toBe('bedrock/global')
    expect(one({}).equals.map(placementKey)).toContain('bedrock/global')
  })
})

describe('a hard requirement', () => {
  it('residency in the EU: managed, at a tenth more, none of it caching', () => {
    // Opus 5.5 costs 0.0708 USD on every global route and a tenth more in the EU.
    const decision = one({ residency: 'eu' })
    expect(answerOf(decision)).toBe('bedrock/geo-eu')
    expect(usd(decision.answer?.monthly)).toBe(0.07788)
    expect(usd(decision.constraint)).toBe(0.00708)
    expect(decision.answer?.parts).toEqual({ premium: 7_080_000_000n, discount: 0n, cache: 0n, features: 0n, fixed: 0n })
    expect(decision.equals.map(placementKey)).toEqual(['bedrock/region', 'google-cloud/multi-eu'])
  })

  it('the bill of AWS costs nothing: Claude Platform on AWS is the first-party API', () => {
    const decision = one({ bill: 'aws' })
    expect(answerOf(decision)).toBe('claude-platform-aws/global')
    expect(decision.constraint).toBe(0n)
    expect(decision.equals.map(placementKey)).toEqual(['bedrock/global'])
  })

  it('on fast traffic, a lost feature is a part of its own and no premium', () => {
    // Opus 5.5 fast: 8 a million on direct, 4 at standard speed; in the EU 4.4 at standard speed.
    const fast = sixteen('voice', { ...OPUS, speed: 'fast' }, { tokens: { uncachedInput: 10_000 } })
    const decision = one({ residency: 'eu' }, fast)
    expect(decision.chosen?.lost).toEqual(['fastMode'])
    // 0.04 at standard speed + 0.004 premium; fast mode saves 0.04, which is a loss of function and shown as such.
    expect(usd(decision.answer?.monthly)).toBe(0.044)
    expect(usd(decision.answer?.parts.premium)).toBe(0.004)
    expect(usd(decision.answer?.parts.features)).toBe(-0.04)
    expect(usd(decision.constraint)).toBe(-0.036)
    expect(decision.counterCase[0]).toContain('Fast mode')
  })

  it('what is only unknown does not satisfy, until the user holds the proof', () => {
    const asked = { residency: 'in' } as const
    expect(one(asked).answer).toBeNull()
    expect(one(asked).counterCase.join()).toContain('can be confirmed by hand')
    const confirmed = one({ ...asked, confirmed: ['bedrock/geo-in'] })
    expect(answerOf(confirmed)).toBe('bedrock/geo-in')
    expect(confirmed.evidence.map(({ text }) => text).join()).toContain('you hold the proof yourself')
  })

  it('a "no" cannot be confirmed away', () => {
    expect(one({ residency: 'eu', confirmed: ['anthropic/global'] }).answer?.placement.platform).toBe('bedrock')
  })

  it('says what each requirement costs alone and what dropping it saves', () => {
    const { constraints } = one({ residency: 'eu', bill: 'aws' })
    expect(constraints.map(({ kind, alone, dropped }) => [kind, usd(alone), usd(dropped)])).toEqual([
      ['residency', 0.00708, 0.00708], ['bill', 0, 0],
    ])
  })

  it('brings its fixed cost, and the gateway brings its own', () => {
    const decision = one({ residency: 'eu', fixedMonthlyUsd: '30', manyProviders: true, gatewayMonthlyUsd: '12.5' })
    expect(usd(decision.answer?.parts.fixed)).toBe(42.5)
    expect(usd(decision.constraint)).toBe(42.50708)
    expect(usd(candidateAt(decision, 'anthropic/global').monthly)).toBe(0.0708)
    // Not asked for: not brought.
    expect(one({ fixedMonthlyUsd: '30' }).constraint).toBe(0n)
  })

  it('a discount that the platform gives is a part of its own, and one that would be enough is told', () => {
    // A premium of a tenth is gone at 1 - 1/1.1 = 9.0909... %, rounded up.
    const decision = one({ residency: 'eu' })
    expect(decisionToJson(decided(sixteen('voice', OPUS, opus), [{ residency: 'eu' }])).surfaces[0]?.breakEvenDiscountPct).toBe('9.1')
    expect(decision.breakEvenDiscount).toEqual({ num: 1n, den: 11n })
    const discounts = [{ platform: 'bedrock' as const, pct: '10', effectiveFrom: null, effectiveTo: null }]
    const with10 = one({ residency: 'eu' }, undefined, { discounts })
    // 0.07788 less 10 % = 0.070092; the cheapest is then Bedrock global at 0.06372.
    expect(usd(with10.answer?.monthly)).toBe(0.070092)
    expect(placementKey(with10.cheapest?.placement ?? toEu)).toBe('bedrock/global')
  })
})

describe('residency in the EU on a surface with 1 hour caching and web search', () => {
  // Opus 5.5 direct: 1,000 x 4 + 50,000 x 0.2 + 10,000 x 8 + 500 x 20 = 4,000 + 10,000 + 80,000 + 10,000 = 104,000
  // micro-USD of tokens, and 3 searches at 10,000 = 30,000.
  const cells = sixteen('voice', OPUS, { tokens: { uncachedInput: 1000, cacheRead: 50_000, cacheWrite1h: 10_000, output: 500 }, webSearches: 3 })
  const decision = one({ residency: 'eu' }, cells)

  it('keeps the hour: Bedrock caches for an hour, at a tenth more', () => {
    expect(usd(candidateAt(decision, 'bedrock/geo-eu').monthly)).toBe(0.1144)
    expect(candidateAt(decision, 'bedrock/geo-eu').candidate.parts.cache.num).toBe(0n)
  })

  it('prefers the placement that has web search, though its fee is not known, and says so', () => {
    expect(answerOf(decision)).toBe('google-cloud/multi-eu')
    expect(decision.chosen?.costsUnknown).toHaveLength(1)
    expect(decision.counterCase.join()).toContain('web searches, in use here, cost there is not known')
    expect(candidateAt(decision, 'bedrock/geo-eu').candidate.lost).toEqual(['webSearch'])
  })

  it('with the network of AWS as well, web search is lost, and its fee is no saving of the placement', () => {
    const inAws = one({ residency: 'eu', privateNetwork: 'aws' }, cells)
    expect(answerOf(inAws)).toBe('bedrock/geo-eu')
    expect(inAws.counterCase[0]).toBe('Web search, in use here, is not offered there. What replaces it is not in these costs.')
    // The cheapest that has everything at a known price is direct: 0.134. 0.1144 - 0.134 = -0.0196 = 0.0104 - 0.03.
    expect([usd(inAws.answer?.parts.premium), usd(inAws.answer?.parts.features), usd(inAws.constraint)]).toEqual([0.0104, -0.03, -0.0196])
  })
})

describe('models that a placement lacks', () => {
  it('rule it out, with the reason', () => {
    const decision = one({ residency: 'us-gov' })
    expect(decision.answer).toBeNull()
    const { candidate, monthly } = candidateAt(decision, 'bedrock/us-gov')
    expect([candidate.satisfies, candidate.available, monthly]).toEqual([true, false, null])
    expect(candidate.reasons).toEqual(['It has no price for Claude Opus 5.5, in use here.'])
    expect(decision.counterCase).toEqual(['Bedrock · GovCloud would satisfy it. It has no price for Claude Opus 5.5, in use here.'])
  })

  it('are those retired on direct, that Bedrock still sells', () => {
    const old = sixteen('voice', { model: 'claude-opus-4-1-20250805', platform: 'bedrock', route: 'geo-us' }, { on: '2026-10-01', tokens: { uncachedInput: 1000 } })
    const decision = one({ core: 'newest-model' }, old)
    expect(decision.answer).toBeNull()
    expect(candidateAt(decision, 'anthropic/global').candidate.reasons).toEqual(['Claude Opus 4.1, in use here, is retired there.'])
    expect(answerOf(one({}, old))).toBe('bedrock/geo-us')
  })
})

describe('traffic without a price today', () => {
  const unknown = { ...OPUS, platform: 'bedrock' as const, route: 'unknown' }

  it('leads to no answer, rather than to one that costs nothing', () => {
    const decision = one({}, sixteen('voice', unknown, opus))
    expect([decision.answer, decision.cheapest, decision.constraint]).toEqual([null, null, null])
    expect(decision.candidates.every(({ monthly }) => monthly === null)).toBe(true)
    expect(decision.counterCase).toEqual(['None of its tokens has a price today: map its profiles or add prices first.'])
  })

  it('is said to be in no figure where it is a part', () => {
    const decision = one({}, [...sixteen('voice', OPUS, opus), ...sixteen('voice', unknown, { tokens: { uncachedInput: 100 } })])
    expect(usd(decision.answer?.monthly)).toBe(0.0708)
    expect(decision.counterCase[0]).toBe('1,600 of its 803,200 tokens have no price today and are in no figure here.')
  })
})

describe('batches', () => {
  it('run at standard tier where there are none, which costs double and is a lost feature', () => {
    const batch = sixteen('voice', { ...OPUS, tier: 'batch' }, { tokens: { uncachedInput: 10_000 } })
    const { candidate, monthly } = candidateAt(one({ bill: 'google-cloud' }, batch), 'google-cloud/global')
    expect(candidate.lost).toEqual(['batch'])
    expect(usd(monthly)).toBe(0.04)
  })

  it('do not cache on Bedrock, which is no lost feature but a cost of caching', () => {
    const batch = sixteen('voice', { ...OPUS, tier: 'batch' }, { tokens: { cacheRead: 10_000 } })
    // Direct: 10,000 x 0.1 = 0.001 USD. In the EU every one of them is uncached input: 10,000 x 2.2 = 0.022 USD.
    const decision = one({ residency: 'eu' }, batch)
    expect(usd(decision.answer?.parts.cache)).toBe(0.021)
    expect(decision.chosen?.lost).toEqual([])
  })
})

describe('latency in the logs', () => {
  const measured = { surface: 'voice', p50Ms: 500, p99Ms: 1500, ttftCount: 0, ttftP50Ms: null, ttftP95Ms: null, ttftP99Ms: null }
  const latency = [
    { ...measured, platform: 'anthropic' as const, route: 'global', count: 40, p95Ms: 1200 },
    { ...measured, platform: 'bedrock' as const, route: 'global', count: 30, p95Ms: 900 },
  ]

  it('is evidence, and speaks against direct where another placement was faster', () => {
    const decision = one({ core: 'latency' }, undefined, { latency })
    expect(decision.evidence.find(({ what }) => what === 'latency')?.text).toContain('Bedrock · global: p50 500 ms, p95 900 ms over 30 requests')
    expect(decision.counterCase).toContain('Your own logs show Bedrock · global faster: p95 900 ms against 1200 ms.')
  })

  it('that is absent is said to be absent', () => {
    expect(one().evidence.find(({ what }) => what === 'latency')?.text).toContain('not in your logs')
  })
})

describe('all surfaces at once', () => {
  const cells = [...sixteen('voice', OPUS, opus), ...sixteen('contracts', OPUS, opus), ...sixteen('secret', OPUS, opus)]
  const decision = decided(cells, [
    { surface: 'contracts', residency: 'eu' }, { surface: 'voice', core: 'latency', manyProviders: true }, { surface: 'secret', residency: 'us-gov' },
  ])

  it('says where the line is', () => {
    const { all } = decisionToJson(decision)
    expect(all).toMatchObject({ kind: 'both', direct: ['voice'], managed: ['contracts'], unanswered: ['secret'] })
    expect(all.sentence).toBe('Both, and this is the line: voice goes direct, contracts goes managed (Bedrock · EU). No placement is known for secret.')
    expect([all.currentMonthlyUsd, all.answerMonthlyUsd, all.constraintUsd]).toEqual(['0.1416', '0.14868', '0.00708'])
  })

  it('gives a routing table in the spelling of each platform', () => {
    expect(decision.all.routing).toEqual([
      { surface: 'contracts', platform: 'bedrock', route: 'geo-eu', gateway: false, models: [{ model: 'claude-opus-5-5', id: 'eu.anthropic.claude-opus-5-5' }] },
      { surface: 'voice', platform: 'anthropic', route: 'global', gateway: true, models: [{ model: 'claude-opus-5-5', id: 'claude-opus-5-5' }] },
    ])
  })

  it('is a record that holds everything, and one that a surface name cannot break', () => {
    const odd = decided([...sixteen('a | b <x>', OPUS, opus)], [])
    const input = { cells: sixteen('a | b <x>', OPUS, opus), coveredDays: COVERED, book, discounts: [], placements: placementFacts(), requirements: [], latency: [] }
    const record = recordOf(odd, { input, basis: { anthropic: { requests: 1 } }, window: { from: '2026-11-15', to: '2026-11-15', tz: 'UTC' }, writtenOn: '2026-11-22' })
    expect(record).toMatchObject({ reviewOn: '2027-02-21', window: { coveredDays: COVERED }, sensitivity: { interval: { days: COVERED } } })
    expect(record.surfaces[0]?.pricePoints[0]).toMatchObject({ model: 'claude-opus-5-5', confidence: 'high', usdPerMillionTokens: { uncachedInput: '4' } })
    const text = recordMarkdown(record)
    expect(text).toContain('| a \\| b \\<x\\> |')
    for (const part of ['## Answer', '## Sensitivity', '## Data', '## Routing', 'The case against:', 'Review on 2027-02-21']) expect(text).toContain(part)
  })
})

describe('whatever the traffic', () => {
  const tokenCount = fc.integer({ min: 0, max: 200_000 })
  const usage = fc.record({
    model: fc.constantFrom('claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-sonnet-4-6'),
    route: fc.constantFrom('global', 'us'), tier: fc.constantFrom('standard', 'batch'), surface: fc.constantFrom('a', 'b'),
    tokens: fc.record({ uncachedInput: tokenCount, cacheRead: tokenCount, cacheWrite5m: tokenCount, cacheWrite1h: tokenCount, output: tokenCount }),
    webSearches: fc.integer({ min: 0, max: 3 }),
  })
  const anyRequirements = fc.record({
    residency: fc.constantFrom(null, 'eu' as const, 'us' as const), bill: fc.constantFrom(null, 'aws' as const), manyProviders: fc.boolean(),
    fixedMonthlyUsd: fc.constantFrom(null, '10', '0.333'),
  })

  /** What a decision breaks, in words. */
  const faultsOf = (decision: SurfaceDecision): string[] => [
    ...[decision.answer, decision.cheapest].flatMap((priced) =>
      (priced === null || Object.values(priced.parts).reduce((sum, part) => sum + part, 0n) === priced.overCheapest ? [] : ['parts'])),
    ...(decision.rule === 'hard-requirement' && decision.chosen?.satisfies === false ? ['satisfies'] : []),
    ...decision.candidates.flatMap(({ candidate: { available, lost, costsUnknown }, overCheapest }) =>
      (available && lost.length + costsUnknown.length === 0 && (overCheapest ?? -1n) < 0n ? ['cheaper than the cheapest'] : [])),
  ]

  it('parts add up, the answer satisfies, and no placement with everything at a known price is cheaper than the cheapest', () => {
    fc.assert(fc.property(fc.array(usage, { minLength: 1, maxLength: 8 }), anyRequirements, (usages, asked) => {
      const cells = usages.map(({ surface, tokens, webSearches, ...priceClass }) => used(surface, priceClass, { tokens, webSearches }))
      expect(decided(cells, [{ surface: 'a', ...asked }, { surface: 'b', ...asked }]).surfaces.flatMap(faultsOf)).toEqual([])
    }), { numRuns: 40 })
  })
})
