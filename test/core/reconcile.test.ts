// Constructed bills with one cause each, whose residual is known to the pico-USD.
import { describe, expect, it } from 'vitest'
import { billLine, billOf, causesOf, dayText, log, RATE, reconciled, sumOf } from './reconcile-builders.ts'

const USD = 1_000_000_000_000n
const CENT = USD / 100n

describe('a bill that agrees with the logs', () => {
  const month = [1, 2, 3, 4].flatMap((day) => [
    log(day, { uncachedInput: 1000 * day, cacheRead: 7777, cacheWrite5m: 31, cacheWrite1h: 5, output: 313 }),
    log(day, { uncachedInput: 500 }, { route: 'us' }), log(day, { output: 21 }, { tier: 'batch' }),
  ])

  it('leaves nothing to explain', () => {
    const result = reconciled(month, billOf(month))
    expect(causesOf(result.entries)).toEqual({})
    expect(result.days).toEqual({ both: 4, onlyLogs: 0, onlyBill: 0 })
    expect(result.discount).toBeNull()
    expect(sumOf(result.entries, 'computed')).toBe(sumOf(result.entries, 'billed'))
    expect(result.entries.map((entry) => entry.billedTokens)).toEqual(result.entries.map((entry) => entry.computedTokens))
  })

  it('also where it adds up what the logs tell apart', () => {
    // One line for all routes and tiers: 4,000 + 500 x 1.1 of input.
    const logs = [log(1, { uncachedInput: 4000 }), log(1, { uncachedInput: 500 }, { route: 'us' })]
    const bill = [billLine(1, 'uncachedInput', 4000n * RATE.uncachedInput + 550n * RATE.uncachedInput, { class: { route: 'unknown', tier: 'unknown', speed: 'unknown' } })]
    expect(causesOf(reconciled(logs, bill).entries)).toEqual({})
  })

  it('also where it states quantities and its Regions stand for all routes at their price', () => {
    const logs = [log(1, { output: 70 }, { platform: 'bedrock', route: 'geo-eu' }), log(1, { output: 30 }, { platform: 'bedrock', route: 'region' })]
    const bill = [billLine(1, 'output', 100n * RATE.output * 11n / 10n, {
      importer: 'aws-cur', quantityStated: true, tokens: 100, class: { platform: 'bedrock', route: 'region' },
    })]
    expect(causesOf(reconciled(logs, bill, { platform: 'bedrock' }).entries)).toEqual({})
  })
})

describe('each cause alone', () => {
  const logs = [1, 2, 3].map((day) => log(day, { uncachedInput: 100_000, output: 40_000 }))
  // 100,000 x 1 + 40,000 x 5 pico-USD x 10^6 a day.
  const daily = 300_000n * RATE.uncachedInput

  it('discount, stated by list amounts', () => {
    const result = reconciled(logs, billOf(logs, (billed) => ({ list: billed, billed: billed * 85n / 100n })))
    expect(causesOf(result.entries)).toEqual({ discount: -3n * daily * 15n / 100n })
    expect(result.discount).toMatchObject({ rate: { num: 3n, den: 20n }, evidence: 'stated', of: 3n * daily, firstDay: dayText(1), lastDay: dayText(3) })
  })

  it('discount, found as one ratio', () => {
    const result = reconciled(logs, billOf(logs, (billed) => ({ billed: billed * 9275n / 10_000n })))
    expect(causesOf(result.entries)).toEqual({ discount: -3n * daily * 725n / 10_000n })
    expect(result.discount).toMatchObject({ rate: { num: 29n, den: 400n }, evidence: 'inferred', of: 3n * daily, outOf: 3n * daily })
    expect(result.entries.every((entry) => entry.billedTokens === entry.computedTokens)).toBe(true)
  })

  it('discount, as lines of its own', () => {
    const result = reconciled(logs, [...billOf(logs), billLine(1, 'discount', -daily)])
    expect(causesOf(result.entries)).toEqual({ discount: -daily })
    expect(result.discount).toMatchObject({ rate: { num: 1n, den: 3n }, evidence: 'stated' })
  })

  it('a missing day of logs', () => {
    const result = reconciled(logs.filter(({ utcDay }) => utcDay !== dayText(2)), billOf(logs))
    expect(causesOf(result.entries)).toEqual({ logGap: daily })
    expect(result.days).toEqual({ both: 2, onlyLogs: 0, onlyBill: 1 })
  })

  it('a missing day of the bill', () => {
    const result = reconciled(logs, billOf(logs.filter(({ utcDay }) => utcDay !== dayText(2))))
    expect(causesOf(result.entries)).toEqual({ billGap: -daily })
    expect(result.days).toEqual({ both: 2, onlyLogs: 1, onlyBill: 0 })
  })

  it('a UTC edge: requests of the first day are billed on the second', () => {
    const billed = [log(1, { uncachedInput: 99_000, output: 39_000 }), log(2, { uncachedInput: 101_000, output: 41_000 }), ...logs.slice(2)]
    const { entries } = reconciled(logs, billOf(billed))
    expect(causesOf(entries)).toEqual({})
    // 1,000 input + 1,000 output move from one day to the next.
    const ofDay = (day: number) => causesOf(entries.filter((entry) => entry.day === dayText(day)))
    expect([ofDay(1), ofDay(2), ofDay(3)]).toEqual([{ dayEdge: -6000n * RATE.uncachedInput }, { dayEdge: 6000n * RATE.uncachedInput }, {}])
  })

  it('route premium', () => {
    const { entries } = reconciled(logs, billOf(logs.map((cell) => ({ ...cell, priceClass: { ...cell.priceClass, route: 'us' } }))))
    expect(causesOf(entries)).toEqual({ routePremium: 3n * daily / 10n })
  })

  it('1h writes against 5m, those of unknown lifetime first', () => {
    const writes = [log(1, { cacheWrite5m: 600 }), log(1, { cacheWrite5m: 400 }, { assumptions: ['write-split'] })]
    const result = reconciled(writes, billOf([log(1, { cacheWrite5m: 600 }), log(1, { cacheWrite1h: 400 })]))
    expect(causesOf(result.entries)).toEqual({ cacheTtl: 400n * (RATE.cacheWrite1h - RATE.cacheWrite5m) })
    // Each meter's own entry adds up too: 400 fewer 5m writes, 400 more 1h writes.
    expect(result.entries.map(({ meter, causes }) => [meter, causes.cacheTtl])).toEqual([
      ['cacheWrite5m', -400n * RATE.cacheWrite5m], ['cacheWrite1h', 400n * RATE.cacheWrite1h],
    ])
  })

  it('tier: billed as batch', () => {
    const { entries } = reconciled(logs, billOf(logs.map((cell) => ({ ...cell, priceClass: { ...cell.priceClass, tier: 'batch' } }))))
    expect(causesOf(entries)).toEqual({ tier: -3n * daily / 2n })
  })

  it('prompt band: a report that does not tell a threshold apart', () => {
    // 300 of 1,000 tokens were in prompts over 100,000, at 5 times the price.
    const report = [log(1, { output: 1000 }, { model: 'banded', promptUpTo: 200_000 })]
    const list = 700n * RATE.output + 300n * 5n * RATE.output
    const coarse = { class: { model: 'banded', promptUpTo: 200_000 } }
    expect(causesOf(reconciled(report, [billLine(1, 'output', list, coarse)]).entries)).toEqual({ promptBand: 300n * 4n * RATE.output })
    const stated = { ...coarse, quantityStated: true, tokens: 1000 }
    expect(causesOf(reconciled(report, [billLine(1, 'output', list, stated)]).entries)).toEqual({ promptBand: 300n * 4n * RATE.output })
    // Logs that know their prompt sizes agree with the same lines.
    const known = [log(1, { output: 700 }, { model: 'banded' }), log(1, { output: 300 }, { model: 'banded', promptOver: 130_000, promptUpTo: 153_846 })]
    for (const given of [coarse, stated]) expect(causesOf(reconciled(known, [billLine(1, 'output', list, given)]).entries)).toEqual({})
  })

  it('web searches and charges that no log tells of', () => {
    const searching = [log(1, { output: 10 }, { webSearches: 7 })]
    const bill = (searches: bigint) => [
      ...billOf(searching), billLine(1, 'webSearches', searches * CENT, { class: { model: 'unknown' } }),
    ]
    expect(causesOf(reconciled(searching, bill(7n)).entries)).toEqual({})
    const more = [...bill(9n), billLine(1, 'codeExecution', 5n * CENT), billLine(1, 'tax', 3n * CENT), billLine(1, 'credit', -CENT)]
    expect(causesOf(reconciled(searching, more).entries)).toEqual({ otherMeters: 9n * CENT })
  })

  it('price: a stated quantity at a rate of its own', () => {
    const { entries } = reconciled(logs, billOf(logs).map((line) => ({
      ...line, quantityStated: true, tokens: line.meter === 'output' ? 40_000 : 100_000, list: line.billed * 2n, billed: line.billed * 2n,
    })))
    expect(causesOf(entries)).toEqual({ price: 3n * daily })
  })

  it('rounding to cents, row by row', () => {
    const many = Array.from({ length: 28 }, (_, index) => log(index + 1, { uncachedInput: 10_000 + 137 * index, output: 3001 * (index + 1) }))
    const exact = sumOf(reconciled(many, billOf(many)).entries, 'computed')
    const toCents = (billed: bigint) => ((billed + CENT / 2n) / CENT) * CENT
    const rounded = billOf(many, (billed) => ({ billed: toCents(billed), roundedTo: CENT }))
    const sum = rounded.reduce((total, line) => total + line.billed, 0n)
    const { entries } = reconciled(many, rounded)
    expect(causesOf(entries)).toEqual({ rounding: sum - exact })
  })

  it('unknown: an amount that no number of tokens makes, where the logs have usage', () => {
    const { entries } = reconciled([log(1, { output: 100 })], [billLine(1, 'output', 100n * RATE.output + 1234n)])
    expect(causesOf(entries)).toEqual({ unknown: 1234n })
    expect(entries[0]?.billedTokens).toBeNull()
  })

  it('unknown: an amount for usage that has no price', () => {
    const unpriced = [log(1, { output: 100 }, { model: 'nobody-knows' })]
    const bill = [billLine(1, 'output', 77n, { class: { model: 'nobody-knows' } })]
    const { entries } = reconciled(unpriced, bill)
    expect(causesOf(entries)).toEqual({ unknown: 77n })
    expect(entries).toMatchObject([{ computed: 0n, unpricedTokens: 100n, computedTokens: 100n }])
    // Without any usage of it in the logs it is a gap of theirs.
    expect(causesOf(reconciled([log(1, { output: 5 })], [...bill, ...billOf([log(1, { output: 5 })])]).entries)).toEqual({ logGap: 77n })
  })
})

describe('which bill counts', () => {
  const logs = [1, 2, 3, 4].map((day) => log(day, { output: 1000 }))

  it('is the most exact one of each day, and never the sum', () => {
    const exact = billOf(logs.slice(0, 2))
    const rounded = billOf(logs, () => ({ importer: 'console-cost-csv' }))
    const result = reconciled(logs, [...rounded, ...exact])
    expect(causesOf(result.entries)).toEqual({})
    expect(result.bills).toMatchObject([
      { importer: 'admin-cost-report', days: 2, chosenDays: 2 }, { importer: 'console-cost-csv', days: 4, chosenDays: 2 },
    ])
  })

  it('is the one that was asked for', () => {
    const result = reconciled(logs, [...billOf(logs), ...billOf(logs.slice(0, 3), (billed) => ({ importer: 'console-cost-csv', billed: 2n * billed }))], {
      asked: { from: null, to: null, billSource: 'console-cost-csv' },
    })
    expect(result).toMatchObject({ firstDay: dayText(1), lastDay: dayText(3) })
    expect(sumOf(result.entries, 'billed')).toBe(6000n * RATE.output)
  })

  it('compares a line of several days over all of them', () => {
    const month = [billLine(1, 'output', 4000n * RATE.output, { lastDay: dayText(4), importer: 'cost-explorer' })]
    const result = reconciled(logs, month)
    expect(causesOf(result.entries)).toEqual({})
    expect(result.entries.map(({ day }) => day)).toEqual([dayText(1)])
    expect(result.days).toEqual({ both: 4, onlyLogs: 0, onlyBill: 0 })
    // It belongs to its first day: a range that begins later has no bill.
    expect(reconciled(logs, month, { asked: { from: dayText(2), to: null, billSource: null } }).entries).toEqual([])
  })

  it('compares only days from its first line to its last', () => {
    const result = reconciled(logs, billOf(logs.slice(1, 3)))
    expect(causesOf(result.entries)).toEqual({})
    expect(result).toMatchObject({ firstDay: dayText(2), lastDay: dayText(3), days: { both: 2, onlyLogs: 0, onlyBill: 0 } })
  })
})
