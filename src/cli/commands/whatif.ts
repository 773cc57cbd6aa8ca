// `whatif`: runs a scenario file over the ledger. The projection itself is the core's.
import { parseUsd } from '../../core/money.ts'
import { scenario, type Output } from '../../api/contract/contract.ts'
import { FORM_OPTIONS, readForm } from '../arguments.ts'
import type { Command } from '../command.ts'
import { countOf, usd } from '../format.ts'
import { readJsonFile } from '../json-file.ts'
import { csv, tableText, type Column } from '../table.ts'
import { UsageError } from '../usage-error.ts'

type Projected = Output<'whatif.project'>
type Row = Projected['total']

const AMOUNTS = ['currentMonthlyUsd', 'projectedMonthlyUsd', 'differenceUsd'] as const
const PARTS = ['model', 'route', 'tier', 'caching', 'tokenizer', 'discount', 'fixed'] as const

export const whatif: Command = {
  name: 'whatif',
  usage: 'SCENARIO.json [--db FILE] [--json | --csv]',
  summary: 'what a move of surfaces would cost a month',
  options: { ...FORM_OPTIONS },
  async run(args, { client, print, note }) {
    const [path, ...others] = args.positionals
    if (path === undefined || others.length > 0) throw new UsageError('whatif takes one scenario file.')
    const form = readForm(args)
    const asked = await readJsonFile(path, scenario)
    const projected = await client.call('whatif.project', { scenario: asked })
    if (form === 'json') print(`${JSON.stringify({ surfaces: projected.surfaces, total: projected.total }, null, 2)}\n`)
    else if (form === 'csv') print(projectionCsv(projected))
    else {
      print(projectionTable(projected))
      note(`${asked.name}: a month is ${countOf(projected.coveredDays, 'covered day')} averaged x 30.4375.`)
      for (const { surface, warnings } of [...projected.surfaces, projected.total]) {
        for (const warning of warnings) note(`${surface}: ${warning}`)
      }
    }
    return 0
  },
}

const amountsOf = (row: Row) => [...AMOUNTS.map((name) => row[name]), ...PARTS.map((part) => row.parts[part])]

function projectionTable({ surfaces, total }: Projected): string {
  const titles = ['surface', 'now USD', 'then USD', 'difference USD', ...PARTS]
  const columns: Column[] = titles.map((title, at) => ({ title, numeric: at > 0 }))
  return tableText(columns, [...surfaces, total].map((row) => [row.surface, ...amountsOf(row).map((text) => usd(parseUsd(text)))]))
}

function projectionCsv({ surfaces, total }: Projected): string {
  const titles = ['current a month', 'projected a month', 'difference', ...PARTS]
  const columns: Column[] = [
    { title: 'surface', numeric: false },
    ...titles.map((title) => ({ title: `${title} (USD)`, numeric: true })),
    { title: 'warnings', numeric: false },
  ]
  return csv(columns, [...surfaces, total].map((row) => [row.surface, ...amountsOf(row), row.warnings.join(' ')]))
}
