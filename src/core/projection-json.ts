// A projection as exact decimal text, in the shape the command line prints. Rounds, and so that sums still hold.
import { roundHalfEven, type Fraction } from './fraction.ts'
import { formatUsdExact, type Pico } from './money.ts'
import { PARTS, type Part, type Projection, type ProjectionRow } from './projection.ts'
import { roundToSum } from './round-parts.ts'

export interface ProjectionRowJson {
  surface: string
  currentMonthlyUsd: string
  projectedMonthlyUsd: string
  differenceUsd: string
  parts: Record<Part, string>
  warnings: string[]
}

export interface ProjectionJson {
  surfaces: ProjectionRowJson[]
  total: ProjectionRowJson
}

/** One row in whole pico-USD: parts add up to the difference, and current + difference is projected. */
export interface PicoRow {
  surface: string
  current: Pico
  projected: Pico
  difference: Pico
  parts: Record<Part, Pico>
  warnings: readonly string[]
}

const noPico = (): Record<Part, Pico> => ({
  model: 0n, route: 0n, tier: 0n, caching: 0n, tokenizer: 0n, discount: 0n, fixed: 0n,
})

function roundParts(parts: Readonly<Record<Part, Fraction>>, sum: Pico): Record<Part, Pico> {
  const rounded = noPico()
  roundToSum(PARTS.map((part) => parts[part]), sum).forEach((amount, index) => {
    const part = PARTS[index]
    if (part !== undefined) rounded[part] = amount
  })
  return rounded
}

function picoRow(row: ProjectionRow): PicoRow {
  const current = roundHalfEven(row.current)
  const difference = roundHalfEven(row.difference)
  const { surface, warnings } = row
  const parts = roundParts(row.parts, difference)
  return { surface, current, projected: current + difference, difference, parts, warnings }
}

function addUp(rows: readonly PicoRow[], total: ProjectionRow): PicoRow {
  const sum = (pick: (row: PicoRow) => Pico) => rows.reduce((all, row) => all + pick(row), 0n)
  return {
    surface: total.surface,
    current: sum((row) => row.current),
    projected: sum((row) => row.projected),
    difference: sum((row) => row.difference),
    parts: {
      model: sum((row) => row.parts.model),
      route: sum((row) => row.parts.route),
      tier: sum((row) => row.parts.tier),
      caching: sum((row) => row.parts.caching),
      tokenizer: sum((row) => row.parts.tokenizer),
      discount: sum((row) => row.parts.discount),
      fixed: sum((row) => row.parts.fixed),
    },
    warnings: total.warnings,
  }
}

/**
 * A projection in whole pico-USD. A month divides by the covered days, so that an amount may have no finite decimal:
 * current and difference are rounded half to even, parts take the largest remainders, and the total is the sum of the
 * rows. So parts add up to each difference and rows to the total, to the last digit.
 */
export function roundProjection(projection: Projection): { surfaces: PicoRow[]; total: PicoRow } {
  const surfaces = projection.surfaces.map(picoRow)
  return { surfaces, total: addUp(surfaces, projection.total) }
}

function rowJson(row: PicoRow): ProjectionRowJson {
  const { parts } = row
  return {
    surface: row.surface,
    currentMonthlyUsd: formatUsdExact(row.current),
    projectedMonthlyUsd: formatUsdExact(row.projected),
    differenceUsd: formatUsdExact(row.difference),
    parts: {
      model: formatUsdExact(parts.model),
      route: formatUsdExact(parts.route),
      tier: formatUsdExact(parts.tier),
      caching: formatUsdExact(parts.caching),
      tokenizer: formatUsdExact(parts.tokenizer),
      discount: formatUsdExact(parts.discount),
      fixed: formatUsdExact(parts.fixed),
    },
    warnings: [...row.warnings],
  }
}

/** What `whatif` prints and the contract carries. */
export function projectionToJson(projection: Projection): ProjectionJson {
  const { surfaces, total } = roundProjection(projection)
  return { surfaces: surfaces.map(rowJson), total: rowJson(total) }
}
