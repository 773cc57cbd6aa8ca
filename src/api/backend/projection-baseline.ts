// The usage that projections and decisions start from: by surface, price class and UTC day, on whole days only.
import type { ProjectionCell } from '../../core/projection.ts'
import type { Filters } from '../contract/shapes.ts'
import type { ViewCell, ViewWindow } from './cell-view.ts'
import type { Context } from './context.ts'
import { mergedCells } from './merged-cells.ts'
import { addToCell, startCell } from './totals.ts'

export interface Baseline {
  cells: ProjectionCell[]
  /** Days with data, today excluded. */
  coveredDays: number
  window: ViewWindow
}

/**
 * Usage by surface, price class and UTC day. Today is not over, so that neither its usage nor itself is counted;
 * `withToday` keeps its usage, for who explains a total that holds it.
 */
export function projectionBaseline(context: Context, filters: Filters, { withToday }: { withToday: boolean } = { withToday: false }): Baseline {
  const { cells, window } = mergedCells(context, filters, { by: ['day', 'surface'], eachDay: true, billing: 'spend' })
  const today = context.today(window.tz)
  const whole = cells.filter(({ row }) => row.bucket === null || row.bucket < today)
  return { cells: addUp(withToday ? cells : whole), coveredDays: new Set(whole.map(({ row }) => row.bucket ?? row.utcDay)).size, window }
}

function addUp(cells: readonly ViewCell[]): ProjectionCell[] {
  const sums = new Map<string, ProjectionCell>()
  for (const cell of cells) {
    const { pair, row } = cell
    const key = `${pair.known.index} ${row.utcDay} ${pair.surface}`
    const held = sums.get(key)
    if (held === undefined) sums.set(key, { surface: pair.surface, ...startCell(cell) })
    else addToCell(held, cell)
  }
  return [...sums.values()]
}
