// What-ifs: the cells a projection runs on, the projection itself, and saved scenarios.
import { Numbering } from '../../../core/numbering.ts'
import { project, type ProjectionCell } from '../../../core/projection.ts'
import { analysisToJson } from '../../../core/projection-analysis.ts'
import { projectionToJson } from '../../../core/projection-json.ts'
import type { Handlers } from '../../dispatcher.ts'
import { scenario as scenarioSchema, type Output, type Scenario } from '../../contract/contract.ts'
import type { Filters } from '../../contract/shapes.ts'
import { NO_FILTERS } from '../cell-view.ts'
import type { Context } from '../context.ts'
import { projectionBaseline, type Baseline } from '../projection-baseline.ts'

type WhatIfHandlers =
  Pick<Handlers, 'whatif.cells' | 'whatif.project' | 'whatif.analysis' | 'scenarios.list' | 'scenarios.save' | 'scenarios.delete'>

const KIND = 'scenario'

export function whatIfHandlers(context: Context): WhatIfHandlers {
  return {
    'whatif.cells': ({ filters, withToday }) => packed(projectionBaseline(context, filters, { each: 'span', withToday: withToday ?? false })),
    'whatif.project': ({ scenario, filters }) => projected(context, scenario, filters ?? NO_FILTERS),
    'whatif.analysis': ({ scenario, filters }) =>
      analysisToJson(projectionInput(context, { scenario, filters: filters ?? NO_FILTERS, each: 'day' }).input),
    'scenarios.list': () => ({ scenarios: savedScenarios(context) }),
    'scenarios.save': ({ id, scenario }) => ({ id: context.ledger.settings.save(KIND, id, scenario) }),
    'scenarios.delete': ({ id }) => {
      context.ledger.settings.remove(KIND, id)
      return {}
    },
  }
}

function packed({ cells, coveredDays, window }: Baseline): Output<'whatif.cells'> {
  const surfaces = new Numbering<string>()
  const classes = new Numbering<ProjectionCell['priceClass']>()
  const utcDays = new Numbering<string>()
  const rows = cells.map(({ surface, priceClass, utcDay, tokens, webSearches, requests }) => [
    surfaces.of(surface), classes.of(priceClass), utcDays.of(utcDay),
    tokens.uncachedInput, tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h, tokens.output, webSearches, requests,
  ])
  return {
    classes: classes.values.map((priceClass) => ({ ...priceClass, assumptions: [...priceClass.assumptions] })),
    cells: rows, surfaces: surfaces.values, utcDays: utcDays.values, coveredDays, window,
  }
}

function projectionInput(context: Context, { scenario, filters, each }: { scenario: Scenario; filters: Filters; each: 'day' | 'span' }) {
  const { cells, coveredDays, window } = projectionBaseline(context, { ...filters, ...scenario.window }, { each })
  const input = { cells, coveredDays, book: context.prices.book(), discounts: context.prices.discounts(), scenario }
  return { input, coveredDays, window }
}

function projected(context: Context, scenario: Scenario, filters: Filters): Output<'whatif.project'> {
  const { input, coveredDays, window } = projectionInput(context, { scenario, filters, each: 'span' })
  return { ...projectionToJson(project(input)), coveredDays, window }
}

function savedScenarios(context: Context): Output<'scenarios.list'>['scenarios'] {
  return context.ledger.settings.list(KIND).flatMap(({ id, savedAtMs, value }) => {
    const read = scenarioSchema.safeParse(value)
    return read.success ? [{ id, savedAtMs, scenario: read.data }] : []
  })
}
