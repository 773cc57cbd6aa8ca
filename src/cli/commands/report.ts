// `report`: requests, tokens and list cost, grouped by any keys.
import { pico } from '../../api/client.ts'
import type { Output } from '../../api/contract/contract.ts'
import type { Figures, GroupKey } from '../../api/contract/shapes.ts'
import { TOKEN_CLASSES } from '../../core/usage.ts'
import { FILTER_OPTIONS, FORM_OPTIONS, readBy, readFilters, readForm } from '../arguments.ts'
import type { Command } from '../command.ts'
import { reportFigures, usdOf } from '../figures-row.ts'
import { countOf, integer, usd } from '../format.ts'
import { csv, tableText, type Column } from '../table.ts'
import { UsageError } from '../usage-error.ts'

type Totals = Output<'usage.totals'>
type Kind = Output<'usage.evidence'>['kinds'][number]

export const report: Command = {
  name: 'report',
  usage: '[--by day,model] [--from D] [--to D] [--tz ZONE] [--basis B] [--db FILE] [--json | --csv]',
  summary: 'requests, tokens and list cost',
  options: { ...FILTER_OPTIONS, ...FORM_OPTIONS, by: { type: 'string' } },
  async run(args, { client, print, note }) {
    if (args.positionals.length > 0) throw new UsageError('report takes no file; import the files first.')
    const by = readBy(args, [])
    const form = readForm(args)
    const { tz } = await client.call('settings.get', {})
    const filters = readFilters(args, tz)
    const totals = await client.call('usage.totals', { filters, by })
    if (form === 'json') print(`${JSON.stringify(reportJson(totals), null, 2)}\n`)
    else if (form === 'csv') print(reportCsv(totals, by))
    else {
      print(reportTable(totals, by))
      const { kinds } = await client.call('usage.evidence', { filters })
      for (const text of remarks(totals, kinds)) note(text)
    }
    return 0
  },
}

function reportJson({ rows, totals, window }: Totals) {
  return {
    rows: rows.map(({ keys, ...figures }) => ({ ...keys, ...reportFigures(figures) })),
    totals: reportFigures(totals),
    window,
  }
}

const keyColumns = (by: readonly GroupKey[]): Column[] => by.map((title) => ({ title, numeric: false }))

function reportTable({ rows, totals }: Totals, by: readonly GroupKey[]): string {
  const number = (title: string): Column => ({ title, numeric: true })
  const columns = [
    ...(by.length === 0 ? [{ title: '', numeric: false }] : keyColumns(by)),
    number('requests'), number('uncached input'), number('cache read'), number('5m write'), number('1h write'), number('output'),
    number('searches'), number('list cost USD'), number('unpriced tokens'),
  ]
  const cells = (figures: Figures) => [
    integer(figures.requests), ...TOKEN_CLASSES.map((name) => integer(figures.tokens[name])),
    integer(figures.webSearches), costText(figures), integer(figures.unpricedTokens),
  ]
  const total = ['total', ...by.slice(1).map(() => '')]
  const body = rows.map(({ keys, ...figures }) => [...by.map((key) => keys[key] ?? null), ...cells(figures)])
  return tableText(columns, [...body, [...total, ...cells(totals)]])
}

function costText({ listCost, lowerBound }: Figures): string {
  return (lowerBound ? '≥ ' : '') + (usd(listCost === null ? null : pico(listCost)) ?? 'unpriced')
}

function reportCsv({ rows, totals }: Totals, by: readonly GroupKey[]): string {
  const number = (title: string): Column => ({ title, numeric: true })
  const columns = [
    ...keyColumns(by), number('requests'), ...TOKEN_CLASSES.map((name) => number(`${name} (tokens)`)), number('web searches'),
    number('list cost (USD)'), number('unpriced requests'), number('unpriced tokens'),
    { title: 'lower bound', numeric: false }, { title: 'assumptions', numeric: false },
  ]
  const cells = (figures: Figures) => [
    figures.requests, ...TOKEN_CLASSES.map((name) => figures.tokens[name]), figures.webSearches, usdOf(figures.listCost),
    figures.unpricedRequests, figures.unpricedTokens, figures.lowerBound ? 'yes' : 'no', figures.assumptions.join(' '),
  ]
  const body = rows.map(({ keys, ...figures }) => [...by.map((key) => keys[key] ?? null), ...cells(figures)])
  return csv(columns, by.length === 0 ? [cells(totals)] : body)
}

/** Which kinds of report or bill these days are of; requests of all logs are added. */
function kindsText(kinds: readonly Kind[], platform: string, basis: string): string {
  if (basis === 'requests') return ''
  const counted = kinds.filter((kind) => kind.platform === platform && kind.basis === basis && kind.countedDays > 0)
  return ` (${counted.map(({ importer, countedDays }) => (counted.length === 1 ? importer : `${importer} ${countedDays}`)).join(', ')})`
}

/** What the numbers rest on, for people. */
function remarks({ totals, window, plan }: Totals, kinds: readonly Kind[]): string[] {
  const days = Object.entries(window.basis).flatMap(([platform, bases]) =>
    Object.entries(bases).map(([basis, count]) => `${platform}: ${countOf(count, 'day')} of ${basis}${kindsText(kinds, platform, basis)}`))
  const passedOver = kinds.filter(({ basis, countedDays, days: all }) => basis !== 'bills' && countedDays < all)
  const money = kinds.filter(({ countedDays, moneyOnlyDays }) => countedDays > 0 && moneyOnlyDays > 0)
  return [
    window.from === null ? 'The ledger holds nothing yet.' : `${window.from} to ${window.to}, ${window.tz}. ${days.join('; ')}`,
    ...(passedOver.length === 0 ? [] : [`Not added: ${passedOver.map((kind) => `${kind.platform} ${kind.importer}, ${countOf(kind.days - kind.countedDays, 'day')}`).join('; ')}.`]),
    ...money.map(({ importer, moneyOnlyDays }) => `${importer} states money only on ${countOf(moneyOnlyDays, 'day')}: see \`reconcile\`.`),
    ...(totals.unpricedTokens > 0 ? [`${countOf(totals.unpricedTokens, 'token')} have no price and are in no cost.`] : []),
    ...(plan === null ? [] : [`Left out, on a plan that is not billed per token: ${usd(plan.listCost === null ? null : pico(plan.listCost)) ?? 'unpriced'} USD of list cost.`]),
    ...(totals.assumptions.length > 0 ? [`Rests on assumptions: ${totals.assumptions.join(', ')}.`] : []),
  ]
}
