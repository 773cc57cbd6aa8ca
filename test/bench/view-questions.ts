// What the window asks of a year in the ledger (`useCall` in renderer/), by view and by the dates the filter bar stands on.
import { NO_FILTERS } from '../../src/api/backend/cell-view.ts'

export type Question = [name: string, method: string, input: unknown]

const year = { ...NO_FILTERS, tz: 'UTC' }
const month = { ...year, from: '2026-09-01', to: '2026-09-30' }
const fortnight = { ...year, from: '2026-09-01', to: '2026-09-14' }
const BILLS = { from: null, to: null, platforms: [], models: [], basis: null }
const rules = [{ surface: 'first', when: { workspace: 'workspace-1*' } }]
const PAGE = 100

export const questions = (): Question[] => [
  ['ledger.status', 'ledger.status', {}],
  ...ofWindow('a year', year),
  ...ofWindow('a month', month),
  ['series by hour and surface, two weeks', 'usage.series', { filters: fortnight, each: 'hour', by: 'surface' }],
  ['totals by hour, two weeks', 'usage.totals', { filters: fortnight, by: ['hour'] }],
  ...inAnotherZone({ ...year, tz: 'America/New_York' }),
  ['colours of surfaces', 'surfaces.colours', {}],
  ['gaps in prices', 'prices.gaps', {}],
  ['profiles', 'profiles.list', {}],
  ['keys of tags', 'usage.tagKeys', {}],
  ['imports', 'imports.list', {}],
  ['report of an import', 'imports.report', { id: 1 }],
  ['overlaps of imports', 'imports.overlaps', {}],
  ['reconcile, a year by platform and day', 'reconcile.run', { filters: BILLS, by: ['platform', 'day'], billSource: null }],
  ['lines of bills', 'reconcile.bills', { filters: BILLS, billSource: null, day: null, model: null, meter: null, offset: 0, limit: PAGE }],
]

type Filters = typeof year

const ofWindow = (span: string, filters: Filters): Question[] => [
  ...[['day'], ['surface'], ['model'], ['surface', 'model'], ['surface', 'platform', 'route'], ['week'], ['month']].map((by): Question =>
    [`totals by ${by.join(' and ')}, ${span}`, 'usage.totals', { filters, by }]),
  ...['day', 'week', 'month'].map((each): Question => [`series by ${each} and surface, ${span}`, 'usage.series', { filters, each, by: 'surface' }]),
  [`all rows for a CSV: totals by day and surface, ${span}`, 'usage.totals', { filters, by: ['day', 'surface'] }],
  [`totals by surface of one model, ${span}`, 'usage.totals', { filters: { ...filters, models: ['claude-opus-4-1-20250805'] }, by: ['surface'] }],
  [`facets, ${span}`, 'usage.facets', { filters }],
  [`evidence, ${span}`, 'usage.evidence', { filters }],
  [`rules preview, ${span}`, 'surfaces.preview', { filters, rules }],
  [`latency, ${span}`, 'usage.latency', { filters }],
  ...pages(span, filters),
  [`what-if cells, ${span}`, 'whatif.cells', { filters }],
  [`decisions of 50 surfaces, ${span}`, 'decide.answer', { filters }],
]

/** A surface has a fiftieth of the requests or less, one of a model a five hundredth. */
const pages = (span: string, filters: Filters): Question[] => [
  [`requests page, ${span}`, 'usage.requests', { filters, offset: 0, limit: PAGE }],
  [`requests page 3,000, ${span}`, 'usage.requests', { filters, offset: 300_000, limit: PAGE }],
  [`requests page of a platform, ${span}`, 'usage.requests', { filters: { ...filters, platforms: ['anthropic'] }, offset: 0, limit: PAGE }],
  [`requests page of a model, ${span}`, 'usage.requests', { filters: { ...filters, models: ['claude-opus-4-1-20250805'] }, offset: 0, limit: PAGE }],
  [`requests page of a surface, ${span}`, 'usage.requests', { filters: { ...filters, surfaces: ['project-49'] }, offset: 0, limit: PAGE }],
  [`requests page 30 of a surface and model, ${span}`, 'usage.requests',
    { filters: { ...filters, surfaces: ['project-49'], models: ['claude-opus-4-1-20250805'] }, offset: 3000, limit: PAGE }],
]

const inAnotherZone = (filters: Filters): Question[] => [
  ['totals by surface, a year in another zone', 'usage.totals', { filters, by: ['surface'] }],
  ['totals by day, a month in another zone', 'usage.totals', { filters: { ...filters, from: month.from, to: month.to }, by: ['day'] }],
  ['requests page, a year in another zone', 'usage.requests', { filters, offset: 0, limit: PAGE }],
]
