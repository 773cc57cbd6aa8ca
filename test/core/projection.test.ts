import { describe, expect, it } from 'vitest'
import type { Discount } from '../../src/core/discount.ts'
import { fraction, ZERO } from '../../src/core/fraction.ts'
import { formatUsdExact } from '../../src/core/money.ts'
import { project, type ProjectionCell } from '../../src/core/projection.ts'
import { projectionToJson } from '../../src/core/projection-json.ts'
import type { ScenarioMove } from '../../src/core/scenario.ts'
import { book, COVERED, used, sixteen, run, json, some, reduced, opus, toEu, toGlobal } from './projection-builders.ts'

describe('a projected month', () => {
  it('is the average covered day x 30.4375', () => {
    // 0.0708 USD over 2 covered days: 0.0354 x 30.4375
    const projection = project({ cells: [used('voice', { model: 'claude-opus-5-5' }, opus)], coveredDays: 2, book, discounts: [], scenario: { moves: [] } })
    expect(projectionToJson(projection).surfaces).toEqual([{
      surface: 'voice', currentMonthlyUsd: '1.0774875', projectedMonthlyUsd: '1.0774875', differenceUsd: '0', parts: some({}), warnings: [],
    }])
  })

  it('says so where no day is covered', () => {
    const { total } = project({ cells: sixteen('a', { model: 'claude-opus-5-5' }, opus), coveredDays: 0, book, discounts: [], scenario: { moves: [] } })
    expect(total.warnings[0]).toMatch(/no whole day/)
    expect(total.current.num).toBe(0n)
  })
})

describe('the parts of a difference', () => {
  const voice = sixteen('voice', { model: 'claude-opus-5-5' }, opus)

  it('route: the premium of a geographic profile', () => {
    // 0.0708 x 0.1
    expect(json(voice, [{ surface: 'voice', to: toEu }])).toMatchObject({
      currentMonthlyUsd: '0.0708', projectedMonthlyUsd: '0.07788', differenceUsd: '0.00708', parts: some({ route: '0.00708' }),
    })
    expect(json(voice, [{ surface: 'voice', to: toGlobal }]).differenceUsd).toBe('0')
  })

  it('only the share moves', () => {
    expect(json(voice, [{ surface: 'voice', sharePct: 25, to: toEu }]).parts).toEqual(some({ route: '0.00177' }))
  })

  it('model: at the prices of the day of the usage', () => {
    // Sonnet 5.5: 1200 x 2 + 8000 x 2.5 + 40000 x 0.10 + 900 x 10 = 35400, against 70800
    expect(json(voice, [{ surface: 'voice', modelMap: { 'claude-opus-5-5': 'claude-sonnet-5-5' } }]).parts).toEqual(some({ model: '-0.0354' }))
  })

  it('tier: batch on direct halves everything', () => {
    expect(json(voice, [{ surface: 'voice', tier: 'batch' }]).parts).toEqual(some({ tier: '-0.0354' }))
  })

  it('caching: a batch job on Bedrock turns every prompt token into uncached input', () => {
    // route: 0. tier: input and output halve: (1200 x 4 + 900 x 20) / 2 = 11400 less.
    // caching: 48000 cached tokens go from 8000 x 5 + 40000 x 0.20 = 48000 to 48000 x 2 = 96000.
    const batch = json(voice, [{ surface: 'voice', to: toGlobal, tier: 'batch' }])
    expect(batch.parts).toEqual(some({ tier: '-0.0114', caching: '0.048' }))
    // (1200 + 8000 + 40000) x 2 + 900 x 10 = 98400 + 9000
    expect(batch.projectedMonthlyUsd).toBe('0.1074')
    expect(run(voice, [{ surface: 'voice', to: toGlobal, tier: 'batch' }]).surfaces[0]?.warnings.join(' ')).toMatch(/does not cache/)
  })

  it('caching: a higher hit rate takes from uncached input and writes alike', () => {
    // Of a prompt of 10000, 5000 are read, 4000 uncached and 1000 written; at 75 % the misses halve.
    // today 4000 x 4 + 1000 x 5 + 5000 x 0.2 = 22000; then 2000 x 4 + 500 x 5 + 7500 x 0.2 = 12000
    const round = sixteen('a', { model: 'claude-opus-5-5' }, { tokens: { uncachedInput: 4000, cacheWrite5m: 1000, cacheRead: 5000 } })
    expect(json(round, [{ surface: 'a', cache: { mode: 'hit-rate', hitRatePct: 75 } }])).toMatchObject({
      currentMonthlyUsd: '0.022', projectedMonthlyUsd: '0.012', parts: some({ caching: '-0.01' }),
    })
  })

  it('caching: a lower hit rate gives reads back in the proportion of today', () => {
    // At 0 % the 5000 reads become 4000 uncached and 1000 writes: 8000 x 4 + 2000 x 5 = 42000, against 22000
    const round = sixteen('a', { model: 'claude-opus-5-5' }, { tokens: { uncachedInput: 4000, cacheWrite5m: 1000, cacheRead: 5000 } })
    expect(json(round, [{ surface: 'a', cache: { mode: 'hit-rate', hitRatePct: 0 } }]).parts).toEqual(some({ caching: '0.02' }))
    // At 25 % half of the reads go, 2000 to uncached and 500 to writes: 6000 x 4 + 1500 x 5 + 2500 x 0.2 = 32000
    expect(json(round, [{ surface: 'a', cache: { mode: 'hit-rate', hitRatePct: 25 } }]).parts).toEqual(some({ caching: '0.01' }))
    expect(json(round, [{ surface: 'a', cache: { mode: 'hit-rate', hitRatePct: 50 } }]).differenceUsd).toBe('0')
  })

  it('caching: reaches the asked rate over the surface, not in each of its rows', () => {
    // Rows with hit rates of 0 and 80 % of 10000 each: 40 % together; asked 70 %: misses 12000 -> 6000, so each row's misses halve.
    // today (10000 x 4) + (2000 x 4 + 8000 x 0.2) = 49600; then (5000 x 4 + 5000 x 0.2) + (1000 x 4 + 9000 x 0.2) = 26800
    const cells = [
      ...sixteen('a', { model: 'claude-opus-5-5' }, { tokens: { uncachedInput: 10_000 } }),
      ...sixteen('a', { model: 'claude-opus-5-5', assumptions: ['date'] }, { tokens: { uncachedInput: 2000, cacheRead: 8000 } }),
    ]
    expect(json(cells, [{ surface: 'a', cache: { mode: 'hit-rate', hitRatePct: 70 } }])).toMatchObject({ currentMonthlyUsd: '0.0496', projectedMonthlyUsd: '0.0268' })
  })

  it('caching: another lifetime of writes', () => {
    // 8000 x (8 - 5)
    expect(json(voice, [{ surface: 'voice', cache: { mode: 'observed', ttl: '1h' } }]).parts).toEqual(some({ caching: '0.024' }))
  })

  it('tokenizer: 13/10 to a newer model and 10/13 back, exactly', () => {
    // Opus 4.6 and 4.7 cost the same: 1000 x 5 + 100 x 25 = 7500; 30 % more tokens: 2250
    const older = sixteen('a', { model: 'claude-opus-4-6' }, { tokens: { uncachedInput: 1000, output: 100 } })
    expect(json(older, [{ surface: 'a', modelMap: { 'claude-opus-4-6': 'claude-opus-4-7' } }]).parts).toEqual(some({ tokenizer: '0.00225' }))
    // 1300 x 5 + 130 x 25 = 9750; 10/13 of it 7500
    const newer = sixteen('a', { model: 'claude-opus-4-7' }, { tokens: { uncachedInput: 1300, output: 130 } })
    expect(json(newer, [{ surface: 'a', modelMap: { 'claude-opus-4-7': 'claude-opus-4-6' } }]).parts).toEqual(some({ tokenizer: '-0.00225' }))
  })

  it('tokenizer: takes prompts over a price threshold', () => {
    // Haiku 4.5 with 80000 input -> Haiku 5.5: 80000 x 0.10 = 8000 at its size today; 104000 tokens x 0.50 = 52000 at its own
    const long = sixteen('a', { model: 'claude-haiku-4-5-20251001' }, { tokens: { uncachedInput: 80_000 } })
    expect(json(long, [{ surface: 'a', modelMap: { 'claude-haiku-4-5': 'claude-haiku-5-5' } }])).toMatchObject({
      currentMonthlyUsd: '0.08', projectedMonthlyUsd: '0.052', parts: some({ model: '-0.072', tokenizer: '0.044' }),
    })
    const short = sixteen('a', { model: 'claude-haiku-4-5-20251001' }, { tokens: { uncachedInput: 76_923 } })
    const moved = run(short, [{ surface: 'a', modelMap: { 'claude-haiku-4-5': 'claude-haiku-5-5' } }])
    // 76923 x 1.3 = 99999.9 tokens x 0.10
    expect(projectionToJson(moved).total.projectedMonthlyUsd).toBe('0.00999999')
    expect(moved.surfaces[0]?.warnings).toEqual([])
  })

  it('tokenizer: warns where a factor of the user leaves prompts on both sides of a threshold', () => {
    const cells = sixteen('a', { model: 'claude-haiku-4-5-20251001' }, { tokens: { uncachedInput: 70_000 } })
    const { surfaces } = run(cells, [{ surface: 'a', tokenFactor: '3/2', modelMap: { 'claude-haiku-4-5': 'claude-haiku-5-5' } }])
    expect(surfaces[0]?.warnings.join(' ')).toMatch(/lower bound: the token factor is assumed/)
  })

  it('discount: at the target in place of today\'s', () => {
    const discounts: Discount[] = [{ platform: 'anthropic', pct: '10', effectiveFrom: null, effectiveTo: null }]
    // today 0.0708 x 0.9 = 0.06372; route 0.00708 x 0.9; target 0.07788 x 0.8 = 0.062304
    expect(json(voice, [{ surface: 'voice', to: toEu, discountPct: 20 }], discounts)).toMatchObject({
      currentMonthlyUsd: '0.06372', projectedMonthlyUsd: '0.062304', parts: some({ route: '0.006372', discount: '-0.007788' }),
    })
    // Without one of its own, the discount of the target's platform: none here.
    expect(json(voice, [{ surface: 'voice', to: toEu }], discounts).projectedMonthlyUsd).toBe('0.07788')
  })

  it('discount: by the day of the usage', () => {
    const discounts: Discount[] = [{ platform: 'anthropic', pct: '50', effectiveFrom: '2026-11-15', effectiveTo: null }]
    // 0.0708 on the day before and 0.0354 on the day itself
    const cells = ['2026-11-14', '2026-11-15'].flatMap((on) => sixteen('a', { model: 'claude-opus-5-5' }, { ...opus, on }))
    expect(json(cells, [], discounts).currentMonthlyUsd).toBe('0.1062')
    expect(json(cells, [{ surface: 'a', to: toGlobal }], discounts).parts).toEqual(some({ discount: '0.0354' }))
  })

  it('route: takes what the model step cannot price', () => {
    // Mythos 5.1 is not on Bedrock: 1000 x 20 there today, 1000 x 50 on direct
    const cells = sixteen('a', { ...toGlobal, model: 'claude-opus-5-5' }, { tokens: { output: 1000 } })
    const move = { surface: 'a', to: { platform: 'anthropic' as const, route: 'global' }, modelMap: { 'claude-opus-5-5': 'claude-mythos-5-1' } }
    expect(json(cells, [move]).parts).toEqual(some({ route: '0.03' }))
  })

  it('fixed: once a month, whatever the share', () => {
    expect(json(voice, [{ surface: 'voice', sharePct: 0, fixedMonthlyUsd: '36.5' }]).parts).toEqual(some({ fixed: '36.5' }))
    const all = projectionToJson(run(voice, [{ surface: '*', fixedMonthlyUsd: 10 }]))
    expect(all.surfaces.map(({ surface, parts }) => [surface, parts.fixed])).toEqual([['voice', '0'], ['*', '10']])
    expect(all.total.parts.fixed).toBe('10')
  })
})

describe('which usage moves', () => {
  const two = [...sixteen('a', { model: 'claude-opus-5-5' }, opus), ...sixteen('b', { model: 'claude-opus-5-5' }, opus)]

  it('is the surface\'s own moves, else those of all surfaces', () => {
    const { surfaces } = projectionToJson(run(two, [{ surface: 'a', sharePct: 50, to: toEu }, { surface: '*', to: toEu }]))
    expect(surfaces.map(({ surface, differenceUsd }) => [surface, differenceUsd])).toEqual([['a', '0.00354'], ['b', '0.00708']])
  })

  it('is shares of the original traffic where a surface has several moves', () => {
    const moves = [{ surface: 'a', sharePct: 50, to: toEu }, { surface: 'a', sharePct: 50, tier: 'batch' as const }]
    expect(json(two, moves).parts).toEqual(some({ route: '0.00354', tier: '-0.0177' }))
  })

  it.each([
    ['shares over the whole', [{ surface: 'a', sharePct: 60 }, { surface: 'a', sharePct: 41 }]],
    ['a hit rate that is missing', [{ surface: 'a', cache: { mode: 'hit-rate' as const } }]],
    ['a token factor that is none', [{ surface: 'a', tokenFactor: 'x' }]],
    ['a token factor of 0', [{ surface: 'a', tokenFactor: 0 }]],
    ['an amount that is none', [{ surface: 'a', fixedMonthlyUsd: '1,000' }]],
    ['a share over 100', [{ surface: 'a', sharePct: 101 }]],
  ])('refuses %s', (_, moves) => {
    expect(() => run(two, moves)).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: expect.stringMatching(/^scenario-/) }) }))
  })

  it('shows a surface without usage', () => {
    const { surfaces } = run(two, [{ surface: 'nobody', to: toEu, fixedMonthlyUsd: 1 }])
    expect(surfaces.at(-1)).toMatchObject({ surface: 'nobody', warnings: ['This surface has no usage in the window.'] })
  })
})

describe('what a projection warns of', () => {
  const warnings = (cells: readonly ProjectionCell[], move: Omit<ScenarioMove, 'surface'>) => run(cells, [{ surface: 'a', ...move }]).surfaces[0]?.warnings ?? []

  it('web searches that the target lacks: their fee is left out', () => {
    const cells = sixteen('a', { model: 'claude-opus-5-5' }, { tokens: { output: 1000 }, webSearches: 5 })
    expect(warnings(cells, { to: toGlobal })[0]).toMatch(/Web search is in use and has no known price on Bedrock/)
    expect(json(cells, [{ surface: 'a', to: toGlobal }]).parts).toEqual(some({ route: '-0.05' }))
    expect(warnings(cells, { tier: 'batch' })).toEqual([])
  })

  it('fast mode that the target lacks', () => {
    // Fast 8 / standard 4
    const cells = sixteen('a', { model: 'claude-opus-5-5', speed: 'fast' }, { tokens: { uncachedInput: 1_000_000 } })
    expect(warnings(cells, { to: toGlobal })[0]).toMatch(/Fast mode is in use and not offered/)
    expect(json(cells, [{ surface: 'a', to: toGlobal }]).parts).toEqual(some({ route: '-4' }))
    expect(warnings(cells, { tier: 'batch' })[0]).toMatch(/Fast mode is in use and not offered in batch/)
  })

  it('a committed tier that does not move', () => {
    const cells = sixteen('a', { model: 'claude-opus-5-5', tier: 'priority' }, opus)
    expect(warnings(cells, { to: toGlobal })[0]).toMatch(/tier "priority" of Anthropic direct does not move/)
    expect(json(cells, [{ surface: 'a', to: toEu }]).parts).toEqual(some({ route: '0.00708' }))
  })

  it('what a scenario asks for and the target lacks', () => {
    const batch = { to: toGlobal, tier: 'batch' as const }
    const uncached = sixteen('a', { model: 'claude-opus-5-5' }, { tokens: { uncachedInput: 1000 } })
    expect(warnings(uncached, batch)).toEqual([])
    expect(warnings(uncached, { ...batch, cache: { mode: 'hit-rate', hitRatePct: 50 } })[0]).toMatch(/in the batch tier does not cache/)
    const older = sixteen('a', { ...toGlobal, model: 'claude-sonnet-4-20250514' }, { tokens: { cacheWrite5m: 1000 } })
    expect(warnings(older, { cache: { mode: 'observed', ttl: '1h' } })[0]).toMatch(/no 1 hour cache/)
  })

  it('1 hour writes that the target lacks', () => {
    const cells = sixteen('a', { model: 'claude-sonnet-4-20250514' }, { on: '2026-04-01', tokens: { cacheWrite1h: 1000 } })
    // 1000 x 6 on direct; 1000 x 3.75 on Bedrock
    expect(json(cells, [{ surface: 'a', to: toGlobal }]).parts).toEqual(some({ caching: '-0.00225' }))
    expect(warnings(cells, { to: toGlobal })[0]).toMatch(/no 1 hour cache/)
  })

  it('a target without a price: the usage stays at today\'s cost', () => {
    const cells = sixteen('a', { model: 'claude-mythos-5' }, { tokens: { output: 1000 } })
    expect(json(cells, [{ surface: 'a', to: toGlobal }])).toMatchObject({ currentMonthlyUsd: '0.05', projectedMonthlyUsd: '0.05' })
    expect(warnings(cells, { to: toGlobal })[0]).toMatch(/No price is known for Claude Mythos 5 on Bedrock/)
  })

  it('a model that did not exist yet: its first price is taken', () => {
    // Haiku 5.5 exists since 2026-10-07; 1000000 x 1 -> 1300000 x 0.10
    const cells = sixteen('a', { model: 'claude-haiku-4-5-20251001', promptOver: 0, promptUpTo: 76_923 }, { on: '2026-09-01', tokens: { uncachedInput: 1_000_000 } })
    expect(json(cells, [{ surface: 'a', modelMap: { 'claude-haiku-4-5': 'claude-haiku-5-5' } }]).projectedMonthlyUsd).toBe('0.13')
    expect(warnings(cells, { modelMap: { 'claude-haiku-4-5': 'claude-haiku-5-5' } })[0]).toMatch(/had no price .* before 2026-10-07/)
  })

  it('a model that was retired on direct', () => {
    const cells = sixteen('a', { platform: 'bedrock', route: 'geo-us', model: 'claude-opus-4-1-20250805' }, { tokens: { output: 10 } })
    expect(warnings(cells, { to: { platform: 'anthropic', route: 'global' } }).join(' ')).toMatch(/was retired on Anthropic direct on 2026-08-05/)
  })

  it('usage without a price today is left out of both sides', () => {
    const cells = [...sixteen('a', { model: 'claude-opus-5-5' }, opus), used('a', { model: 'claude-opus-9' }, { tokens: { output: 1234 } })]
    expect(warnings(cells, {})[0]).toMatch(/1,234 tokens have no price today and are left out/)
    expect(json(cells, [{ surface: 'a', to: toGlobal }]).differenceUsd).toBe('0')
  })

  it('web searches of an unknown model stay in both', () => {
    const cells = sixteen('a', { model: 'claude-opus-9' }, { tokens: { output: 7 }, webSearches: 1 })
    expect(json(cells, [{ surface: 'a', to: toGlobal }])).toMatchObject({ currentMonthlyUsd: '0.01', projectedMonthlyUsd: '0.01' })
  })

  it('a lower bound, an assumed write split and an uncertain price', () => {
    const range = sixteen('a', { model: 'claude-haiku-5-5', promptUpTo: 200_000 }, { tokens: { uncachedInput: 10 } })
    expect(warnings(range, { to: toEu }).join(' ')).toMatch(/Today's cost is a lower bound.*cost of Claude Haiku 5.5 on Bedrock · EU is a lower bound/)
    const split = sixteen('a', { model: 'claude-opus-5-5', assumptions: ['write-split'] }, opus)
    expect(warnings(split, {})[0]).toMatch(/lifetime is not known/)
    expect(warnings(split, { to: { platform: 'bedrock', route: 'region' } }).join(' ')).toMatch(/price of Claude Opus 5.5 on Bedrock · one region is uncertain/)
  })

  it('a cold cache on the first day, at most', () => {
    // 487000000 reads over 487 days are 1000000 a day x (5 - 0.20)
    const cells = [used('a', { model: 'claude-opus-5-5' }, { tokens: { cacheRead: 487_000_000 } })]
    expect(warnings(cells, { to: toGlobal })).toContain('Caches do not cross placements: the first day costs at most 4.80 USD more while they fill.')
    expect(warnings(cells, { tier: 'batch' })).toEqual([])
  })
})

describe('over the horizon', () => {
  const cells = sixteen('a', { model: 'claude-opus-5-5' }, { tokens: { uncachedInput: 25_000_000 } })
  const over = (move: Omit<ScenarioMove, 'surface'>, rest: { horizonMonths?: number; growthPctPerMonth?: number } = {}) =>
    project({ cells, coveredDays: COVERED, book, discounts: [], scenario: { ...rest, moves: [{ surface: 'a', ...move }] } }).horizon

  it('adds up months, growth, fixed and one-off costs', () => {
    // 100 USD a month; batch 50. With 10 % growth after two months: 210 and 105 + 2 x 20 + 30
    const { months } = over({ tier: 'batch', fixedMonthlyUsd: 20, oneOffUsd: 30 }, { horizonMonths: 2, growthPctPerMonth: 10 })
    expect(months.map(({ month, today, projected }) => [month, formatUsdExact(today), formatUsdExact(projected)]))
      .toEqual([[1, '100', '100'], [2, '210', '175']])
  })

  it('finds the month in which the one-off cost is earned back', () => {
    // 30 a month saved; 75 / 30 = 2.5 months
    expect(reduced(over({ tier: 'batch', fixedMonthlyUsd: 20, oneOffUsd: 75 }).paybackMonths)).toEqual(fraction(5n, 2n))
    expect(over({ tier: 'batch', oneOffUsd: 100_000 }).paybackMonths).toBeNull()
    expect(over({ tier: 'batch' }).paybackMonths).toEqual(ZERO)
    expect(over({ to: toEu, oneOffUsd: 1 }).paybackMonths).toBeNull()
  })

  it('finds the discount and the volume at which nothing is gained or lost', () => {
    // EU costs 110 at list: 100 / 110 leaves a discount of 1/11
    expect(reduced(over({ to: toEu }).breakEvenDiscount)).toEqual(fraction(1n, 11n))
    // 20 fixed against 50 saved: at 2/5 of today's volume
    expect(reduced(over({ tier: 'batch', fixedMonthlyUsd: 20 }).breakEvenVolume)).toEqual(fraction(2n, 5n))
    expect(over({ to: toEu, fixedMonthlyUsd: 20 }).breakEvenVolume).toBeNull()
  })
})
