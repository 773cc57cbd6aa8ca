// What-ifs: the cells a projection runs on, the projection itself, and saved scenarios.
import { project, type ProjectionCell } from '../../../core/projection.ts'
import { projectionToJson } from '../../../core/projection-json.ts'
import { TOKEN_CLASSES } from '../../../core/usage.ts'
import type { Handlers } from '../../dispatcher.ts'
import { scenario as scenarioSchema, type Output, type Scenario } from '../../contract/contract.ts'
import type { Filters } from '../../contract/shapes.ts'
import { NO_FILTERS, viewCells, type ViewCell, type ViewWindow } from '../cell-view.ts'
import type { Context } from '../context.ts'
import { addToCell, startCell } from '../totals.ts'

type WhatIfHandlers =
  Pick<Handlers, 'whatif.cells' | 'whatif.project' | 'scenarios.list' | 'scenarios.save' | 'scenarios.delete'>

const KIND = 'scenario'

export function whatIfHandlers(context: Context): WhatIfHandlers {
  return {
    'whatif.cells': ({ filters }) => packed(baseline(context, filters)),
    'whatif.project': ({ scenario, filters }) => projected(context, scenario, filters ?? NO_FILTERS),
    'scenarios.list': () => ({ scenarios: savedScenarios(context) }),
    'scenarios.save': ({ id, scenario }) => ({ id: context.ledger.settings.save(KIND, id, scenario) }),
    'scenarios.delete': ({ id }) => {
      context.ledger.settings.remove(KIND, id)
      return {}
    },
  }
}

interface Baseline {
  cells: ProjectionCell[]
  /** Days with data, today excluded. */
  coveredDays: number
  window: ViewWindow
}

/** Usage by surface, price class and UTC day. Today is not over, so that neither its usage nor itself is counted. */
function baseline(context: Context, filters: Filters): Baseline {
  const { cells, window } = viewCells(context, filters, { bucket: 'day' })
  const today = context.today(window.tz)
  const whole = cells.filter(({ row }) => row.bucket === null || row.bucket < today)
  return { cells: addUp(whole), coveredDays: new Set(whole.map(({ row }) => row.bucket ?? row.utcDay)).size, window }
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

/** Numbers distinct values in the order they are met. */
class Numbering<T> {
  readonly values: T[] = []
  readonly #numbers = new Map<T, number>()

  of(value: T): number {
    let number = this.#numbers.get(value)
    if (number === undefined) this.#numbers.set(value, (number = this.values.push(value) - 1))
    return number
  }
}

function packed({ cells, coveredDays, window }: Baseline): Output<'whatif.cells'> {
  const surfaces = new Numbering<string>()
  const classes = new Numbering<ProjectionCell['priceClass']>()
  const utcDays = new Numbering<string>()
  const rows = cells.map(({ surface, priceClass, utcDay, tokens, webSearches, requests }) => [
    surfaces.of(surface), classes.of(priceClass), utcDays.of(utcDay),
    ...TOKEN_CLASSES.map((name) => tokens[name]), webSearches, requests,
  ])
  return {
    classes: classes.values.map((priceClass) => ({ ...priceClass, assumptions: [...priceClass.assumptions] })),
    cells: rows, surfaces: surfaces.values, utcDays: utcDays.values, coveredDays, window,
  }
}

function projected(context: Context, scenario: Scenario, filters: Filters): Output<'whatif.project'> {
  const { cells, coveredDays, window } = baseline(context, { ...filters, ...scenario.window })
  const projection = project({ cells, coveredDays, book: context.prices.book(), discounts: context.prices.discounts(), scenario })
  return { ...projectionToJson(projection), coveredDays, window }
}

function savedScenarios(context: Context): Output<'scenarios.list'>['scenarios'] {
  return context.ledger.settings.list(KIND).flatMap(({ id, savedAtMs, value }) => {
    const read = scenarioSchema.safeParse(value)
    return read.success ? [{ id, savedAtMs, scenario: read.data }] : []
  })
}
