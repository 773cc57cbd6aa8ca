// `cache`: what prompt caching saved, and what its writes cost.
import { parseUsd } from '../../core/money.ts'
import type { Output } from '../../api/contract/contract.ts'
import type { Figures, GroupKey } from '../../api/contract/shapes.ts'
import { FILTER_OPTIONS, FORM_OPTIONS, readBy, readFilters, readForm } from '../arguments.ts'
import type { Command } from '../command.ts'
import { cacheFigures } from '../figures-row.ts'
import { percent, usd } from '../format.ts'
import { csv, tableText, type Column } from '../table.ts'
import { UsageError } from '../usage-error.ts'

type Totals = Output<'usage.totals'>

export const cache: Command = {
  name: 'cache',
  usage: '[--by surface] [--from D] [--to D] [--tz ZONE] [--basis B] [--db FILE] [--json | --csv]',
  summary: 'hit rate and what caching saved',
  options: { ...FILTER_OPTIONS, ...FORM_OPTIONS, by: { type: 'string' } },
  async run(args, { client, print }) {
    if (args.positionals.length > 0) throw new UsageError('cache takes no file; import the files first.')
    const by = readBy(args, ['surface'])
    const form = readForm(args)
    const { tz } = await client.call('settings.get', {})
    const totals = await client.call('usage.totals', { filters: readFilters(args, tz), by })
    if (form === 'json') print(`${JSON.stringify(cacheJson(totals), null, 2)}\n`)
    else print(form === 'csv' ? cacheCsv(totals, by) : cacheTable(totals, by))
    return 0
  },
}

function cacheJson({ rows, totals, window }: Totals) {
  return { rows: rows.map(({ keys, ...figures }) => ({ ...keys, ...cacheFigures(figures) })), totals: cacheFigures(totals), window }
}

const TITLES = ['net saving', 'read saving', 'write premium', 'cost without caching', 'list cost']

function cacheTable({ rows, totals }: Totals, by: readonly GroupKey[]): string {
  const columns: Column[] = [
    ...by.map((title) => ({ title, numeric: false })), { title: 'hit rate', numeric: true },
    ...TITLES.map((title) => ({ title: `${title} USD`, numeric: true })),
  ]
  const cells = (figures: Figures) => {
    const { hitRate, ...amounts } = cacheFigures(figures)
    return [percent(hitRate), ...Object.values(amounts).map((text) => usd(text === null ? null : parseUsd(text)))]
  }
  return tableText(columns, [
    ...rows.map(({ keys, ...figures }) => [...by.map((key) => keys[key] ?? null), ...cells(figures)]),
    ['total', ...by.slice(1).map(() => ''), ...cells(totals)],
  ])
}

function cacheCsv({ rows }: Totals, by: readonly GroupKey[]): string {
  const columns: Column[] = [
    ...by.map((title) => ({ title, numeric: false })), { title: 'hit rate (0 to 1)', numeric: true },
    ...TITLES.map((title) => ({ title: `${title} (USD)`, numeric: true })),
  ]
  return csv(columns, rows.map(({ keys, ...figures }) =>
    [...by.map((key) => keys[key] ?? null), ...Object.values(cacheFigures(figures))]))
}
