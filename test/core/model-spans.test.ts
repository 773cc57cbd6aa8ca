// Cells added up as long as no price of their model changes are projected to the same figures, whatever the placement.
import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/core/calendar.ts'
import { MODELS } from '../../src/core/model-catalogue.ts'
import { mergeSpans } from '../../src/core/model-spans.ts'
import { priceClassKey } from '../../src/core/price-class.ts'
import type { PriceClass } from '../../src/core/usage.ts'
import { placementFacts } from '../../src/placements/load-placements.ts'
import { book, reduced, run, used } from './projection-builders.ts'
import type { Projection, ProjectionRow } from '../../src/core/projection.ts'

const discounts = [{ platform: 'bedrock' as const, pct: '7', effectiveFrom: '2026-03-05', effectiveTo: '2026-08-01' }]

const classes = new Map<string, PriceClass>()

/** As in the app, one object a class. */
function shared(priceClass: PriceClass): PriceClass {
  const key = priceClassKey(priceClass)
  const held = classes.get(key) ?? priceClass
  classes.set(key, held)
  return held
}

/** Two years of every model, on two placements. */
const cells = MODELS.flatMap(({ id: model }, at) => Array.from({ length: 24 }, (_, month) => used(`surface ${at % 4}`,
  { model, platform: month % 3 === 0 ? 'bedrock' : 'anthropic', tier: at % 5 === 0 ? 'batch' : 'standard' },
  { on: addDays('2024-12-03', month * 30 + at), tokens: { uncachedInput: 1000 + at, cacheRead: 777 * month, cacheWrite5m: 55, output: 300 }, webSearches: at % 7 === 0 ? 3 : 0 })))
  .map((cell) => ({ ...cell, priceClass: shared(cell.priceClass) }))

const shown = ({ surfaces }: Projection) => surfaces.map(({ parts, ...row }: ProjectionRow) => ({
  ...row, warnings: row.warnings.toSorted(), current: reduced(row.current), projected: reduced(row.projected), difference: reduced(row.difference),
  coldCacheFirstDay: reduced(row.coldCacheFirstDay), targetList: reduced(row.targetList), movedToday: reduced(row.movedToday),
  parts: Object.entries(parts).map(([part, value]) => [part, reduced(value)]),
}))

describe('cells of spans of a model', () => {
  const merged = mergeSpans(cells, book, discounts)

  it('are few, and hold all usage', () => {
    expect(merged.length).toBeLessThan(cells.length)
    const output = (of: typeof cells) => of.reduce((sum, { tokens }) => sum + tokens.output, 0)
    expect(output(merged)).toBe(output(cells))
  })

  it.each(placementFacts().map(({ platform, route }) => [platform, route] as const))('cost the same on %s, %s', (platform, route) => {
    const moves = [{ surface: '*', to: { platform, route } }]
    expect(shown(run(merged, moves, discounts))).toEqual(shown(run(cells, moves, discounts)))
  })
})
