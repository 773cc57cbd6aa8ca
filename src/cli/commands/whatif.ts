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
type Analysis = Output<'whatif.analysis'>
type Row = Projected['total']

const AMOUNTS = ['currentMonthlyUsd', 'projectedMonthlyUsd', 'differenceUsd'] as const
const PARTS = ['model', 'route', 'tier', 'caching', 'tokenizer', 'discount', 'fixed'] as const

export const whatif: Command = {
  name: 'whatif',
  usage: 'SCENARIO.json [--analysis] [--db FILE] [--json | --csv]',
  summary: 'what a move of surfaces would cost a month',
  options: { ...FORM_OPTIONS, analysis: { type: 'boolean' } },
  async run(args, { client, print, note }) {
    const [path, ...others] = args.positionals
    if (path === undefined || others.length > 0) throw new UsageError('whatif takes one scenario file.')
    const form = readForm(args)
    if (args.flag('analysis') && form === 'csv') throw new UsageError('--analysis goes with --json or with the table.')
    const asked = await readJsonFile(path, scenario)
    const projected = await client.call('whatif.project', { scenario: asked })
    const analysis = args.flag('analysis') ? await client.call('whatif.analysis', { scenario: asked }) : null
    const { surfaces, total } = projected
    if (form === 'json') print(`${JSON.stringify({ surfaces, total, ...(analysis === null ? {} : { analysis }) }, null, 2)}\n`)
    else if (form === 'csv') print(projectionCsv(projected))
    else {
      print(projectionTable(projected))
      if (analysis !== null) print(`\n${analysisText(analysis)}`)
      note(`${asked.name}: a month is ${countOf(projected.coveredDays, 'covered day')} averaged x 30.4375.`)
      for (const line of mergedWarnings([...surfaces, total])) note(line)
    }
    return 0
  },
}

/** Each sentence once, with the surfaces it is about. */
export function mergedWarnings(rows: readonly Row[]): string[] {
  const about = new Map<string, string[]>()
  for (const { surface, warnings } of rows) {
    for (const warning of warnings) about.set(warning, [...(about.get(warning) ?? []), surface])
  }
  return [...about].map(([warning, surfaces]) => `${surfaces.join(', ')}: ${warning}`)
}

const amount = (text: string) => usd(parseUsd(text)) ?? ''
const amountsOf = (row: Row) => [...AMOUNTS.map((name) => row[name]), ...PARTS.map((part) => row.parts[part])]

function projectionTable({ surfaces, total }: Projected): string {
  const titles = ['surface', 'now USD', 'then USD', 'difference USD', ...PARTS]
  const columns: Column[] = titles.map((title, at) => ({ title, numeric: at > 0 }))
  return tableText(columns, [...surfaces, total].map((row) => [row.surface, ...amountsOf(row).map(amount)]))
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

const breakEven = (pct: number) => (pct <= 0 ? 'none is needed' : `${oneDecimal(pct)} %`)
const oneDecimal = (value: number) => value.toFixed(1)

/** Spread, payback and break-even in sentences, then what matters most, widest first. */
function analysisText({ interval, tornado, ...rest }: Analysis): string {
  const { difference } = interval
  const lines = [
    difference === null ? interval.why ?? ''
      : `Difference a month, P10 to P90 over ${interval.days} days: ${amount(difference.p10Usd)} to ${amount(difference.p90Usd)} USD.`,
    rest.paybackMonths === null ? 'Payback: not within the horizon.' : `Payback: ${oneDecimal(rest.paybackMonths)} months.`,
    ...(rest.breakEvenDiscountPct === null ? [] : [`Break-even discount at the target: ${breakEven(rest.breakEvenDiscountPct)}.`]),
    ...(rest.breakEvenVolume === null ? [] : [`Break-even volume: ${rest.breakEvenVolume.toFixed(2)} times today's.`]),
    `Cold caches, first day at most: ${amount(rest.coldCacheFirstDayUsd)} USD.`,
  ]
  const titles = ['input', 'now', 'lower', 'difference USD', 'higher', 'difference USD']
  const columns: Column[] = titles.map((title, at) => ({ title, numeric: at > 0 }))
  const bars = tornado.map(({ label, baseValue, low, high }) =>
    [label, baseValue, low.value, amount(low.differenceUsd), high.value, amount(high.differenceUsd)])
  return [...lines.map((line) => `${line}\n`), ...(bars.length === 0 ? [] : ['\n', tableText(columns, bars)])].join('')
}
