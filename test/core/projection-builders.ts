// Runs projections over built usage, for their tests.
import type { Discount } from '../../src/core/discount.ts'
import { add, compare, fraction, ZERO, type Fraction } from '../../src/core/fraction.ts'
import { project, type Part, type Projection, type ProjectionCell } from '../../src/core/projection.ts'
import { projectionToJson } from '../../src/core/projection-json.ts'
import type { ScenarioMove } from '../../src/core/scenario.ts'
import type { PriceClass } from '../../src/core/usage.ts'
import { listPriceBook } from '../../src/prices/load-prices.ts'
import { cell, type Usage } from './builders.ts'

export const book = listPriceBook()

/** 487 covered days make a month 1/16 of the whole usage, so that sums stay short: 30.4375 / 487 = 1/16. */
export const COVERED = 487

export const used = (surface: string, priceClass: Partial<PriceClass> & { model: string }, usage: Usage): ProjectionCell =>
  ({ surface, ...cell(priceClass, usage) })

/** Sixteen of the same, so that a month of it is one. */
export const sixteen = (surface: string, priceClass: Partial<PriceClass> & { model: string }, usage: Usage): ProjectionCell[] =>
  Array.from({ length: 16 }, () => used(surface, priceClass, usage))

export const run = (cells: readonly ProjectionCell[], moves: ScenarioMove[], discounts: Discount[] = []): Projection =>
  project({ cells, coveredDays: COVERED, book, discounts, scenario: { moves } })

export const json = (...args: Parameters<typeof run>) => projectionToJson(run(...args)).total
export const some = (parts: Partial<Record<Part, string>>) => ({ model: '0', route: '0', tier: '0', caching: '0', tokenizer: '0', discount: '0', fixed: '0', ...parts })
export const same = (a: Fraction, b: Fraction) => compare(a, b) === 0
export const reduced = (value: Fraction | null) => (value === null ? null : fraction(value.num, value.den))
export const sumOf = (values: Fraction[]) => values.reduce((sum, value) => add(sum, value), ZERO)

export const opus = { tokens: { uncachedInput: 1200, cacheWrite5m: 8000, cacheRead: 40_000, output: 900 } }
export const toEu = { platform: 'bedrock' as const, route: 'geo-eu' }
export const toGlobal = { platform: 'bedrock' as const, route: 'global' }
