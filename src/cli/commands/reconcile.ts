// `reconcile`: what bills charge against the list cost of the logs, with the difference by cause. Asks the contract.
import { pico } from '../../api/client.ts'
import type { Output } from '../../api/contract/contract.ts'
import { RECONCILE_KEYS, type ReconcileFigures, type ReconcileKey, type ReconcilePlatform } from '../../api/contract/reconcile-shapes.ts'
import { platformLabel } from '../../core/placement.ts'
import { CAUSES, type Cause } from '../../core/reconcile-types.ts'
import { FORM_OPTIONS, readFilters, readForm, readKeys, readPlatform } from '../arguments.ts'
import type { Arguments, Command, Session } from '../command.ts'
import { usdOf } from '../figures-row.ts'
import { countOf, percent, usd } from '../format.ts'
import { csv, tableText, type Column } from '../table.ts'
import { UsageError } from '../usage-error.ts'

type Result = Output<'reconcile.run'>

/** As column titles; what each is: docs/command-line.md. */
const CAUSE_TITLES: Readonly<Record<Cause, string>> = {
  routePremium: 'route', cacheTtl: 'cache TTL', tier: 'tier', promptBand: 'prompt band', otherMeters: 'other meters',
  dayEdge: 'day edge', logGap: 'not in logs', billGap: 'not on bill', price: 'price', discount: 'discount', rounding: 'rounding',
  unknown: 'unknown',
}

export const reconcile: Command = {
  name: 'reconcile',
  usage: '[--by day,model,meter] [--from D] [--to D] [--platform P] [--basis B] [--bill IMPORTER] [--use-discount] [--db FILE] [--json | --csv]',
  summary: 'bills against the list cost of the logs, with the difference by cause',
  options: {
    ...FORM_OPTIONS, by: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, platform: { type: 'string' },
    basis: { type: 'string' }, bill: { type: 'string' }, 'use-discount': { type: 'boolean' },
  },
  async run(args, session) {
    if (args.positionals.length > 0) throw new UsageError('reconcile takes no file; import the bills first.')
    const by = readKeys(args, RECONCILE_KEYS, ['platform'])
    const form = readForm(args)
    const result = await ask(args, by, session)
    if (form === 'json') session.print(`${JSON.stringify(asJson(result), null, 2)}\n`)
    else if (form === 'csv') session.print(asCsv(result, by))
    else if (!isEmpty(result)) session.print(asTable(result, by))
    for (const text of remarks(result)) session.note(text)
    if (args.flag('use-discount')) await setDiscounts(result, session)
    return isEmpty(result) ? 1 : 0
  },
}

/** No line of a bill counts. */
const isEmpty = ({ platforms }: Result): boolean => platforms.every((platform) => platform.firstDay === null)

function ask(args: Arguments, by: ReconcileKey[], { client }: Session): Promise<Result> {
  const { from, to, basis } = readFilters(args, 'UTC')
  const platform = readPlatform(args)
  return client.call('reconcile.run', {
    filters: { from, to, basis, platforms: platform === null ? [] : [platform], models: [] }, by, billSource: args.text('bill'),
  })
}

function figuresJson({ computed, billed, billedList, residual, causes, ...tokens }: ReconcileFigures) {
  return {
    computedUsd: usdOf(computed), billedUsd: usdOf(billed), billedListUsd: usdOf(billedList), residualUsd: usdOf(residual),
    causesUsd: Object.fromEntries(CAUSES.map((cause) => [cause, usdOf(causes[cause])])), ...tokens,
  }
}

const figuresOf = ({ computed, billed, billedList, residual, causes, computedTokens, billedTokens, unpricedTokens }: ReconcileFigures): ReconcileFigures =>
  ({ computed, billed, billedList, residual, causes, computedTokens, billedTokens, unpricedTokens })

function asJson({ platforms, rows, totals, window }: Result) {
  return {
    platforms: platforms.map((platform) => ({
      platform: platform.platform, ...figuresJson(figuresOf(platform)), firstDay: platform.firstDay, lastDay: platform.lastDay,
      days: platform.days, bills: platform.bills.map(({ billed, ...bill }) => ({ ...bill, billedUsd: usdOf(billed) })),
      discount: platform.discount === null ? null : discountJson(platform.discount),
    })),
    rows: rows.map(({ keys, ...figures }) => ({ ...keys, ...figuresJson(figures) })), totals: figuresJson(totals), window,
  }
}

const discountJson = ({ of, ...discount }: NonNullable<ReconcilePlatform['discount']>) => ({ ...discount, ofUsd: usdOf(of) })

function asTable({ rows, totals }: Result, by: readonly ReconcileKey[]): string {
  const shown = CAUSES.filter((cause) => [totals, ...rows].some((row) => row.causes[cause] !== '0'))
  const columns: Column[] = [
    ...by.map((title) => ({ title, numeric: false })),
    ...['computed USD', 'billed USD', 'residual USD', ...shown.map((cause) => CAUSE_TITLES[cause])].map((title) => ({ title, numeric: true })),
  ]
  const cells = (row: ReconcileFigures) => [row.computed, row.billed, row.residual, ...shown.map((cause) => row.causes[cause])].map((amount) => usd(pico(amount)))
  return tableText(columns, [
    ...rows.map((row) => [...by.map((key) => row.keys[key] ?? null), ...cells(row)]),
    ['total', ...by.slice(1).map(() => ''), ...cells(totals)],
  ])
}

function asCsv({ rows }: Result, by: readonly ReconcileKey[]): string {
  const amounts = ['computed', 'billed', 'billed at list', 'residual', ...CAUSES.map((cause) => CAUSE_TITLES[cause])].map((name) => `${name} (USD)`)
  const columns: Column[] = [
    ...by.map((title) => ({ title, numeric: false })),
    ...[...amounts, 'computed tokens', 'billed tokens', 'unpriced tokens'].map((title) => ({ title, numeric: true })),
  ]
  return csv(columns, rows.map((row) => [
    ...by.map((key) => row.keys[key] ?? null),
    ...[row.computed, row.billed, row.billedList, row.residual, ...CAUSES.map((cause) => row.causes[cause])].map(usdOf),
    row.computedTokens, row.billedTokens, row.unpricedTokens,
  ]))
}

function remarks(result: Result): string[] {
  const { platforms, totals } = result
  if (platforms.length > 0 && isEmpty(result)) {
    return [`There is no bill of this kind for these days. Kinds there are: ${platforms.flatMap(({ bills }) => bills.map(({ importer }) => importer)).join(', ')}.`]
  }
  if (isEmpty(result)) return ['There is no bill for these days. Import one: a cost report, a Console cost CSV, a Cost and Usage Report, FOCUS or Cost Explorer.']
  const unpriced = totals.unpricedTokens === 0 ? [] : [`${countOf(totals.unpricedTokens, 'token')} of the logs have no price and are in no computed amount.`]
  return [...platforms.flatMap(ofPlatform), ...unpriced]
}

function ofPlatform({ platform, firstDay, lastDay, days, bills, discount }: ReconcilePlatform): string[] {
  const kinds = bills.map(({ importer, chosenDays, days: held }) => `${importer} (${chosenDays} of ${countOf(held, 'day')})`).join(', ')
  const gaps = [
    ...(days.onlyLogs === 0 ? [] : [`${countOf(days.onlyLogs, 'day')} without a bill`]),
    ...(days.onlyBill === 0 ? [] : [`${countOf(days.onlyBill, 'day')} without logs`]),
  ]
  const found = discount === null ? [] : [
    `${platformLabel(platform)}: a discount of ${discount.pct} %, ${discount.evidence === 'stated'
      ? 'as the bill states' : `found as one ratio over ${percent(discount.share) ?? ''} of the list cost compared`}.`,
  ]
  const compared = firstDay === null ? 'no day of usage' : `UTC days ${firstDay} to ${lastDay ?? ''}`
  return [`${platformLabel(platform)}: ${[compared, ...gaps].join(', ')}. Bills that count: ${kinds}.`, ...found]
}

/** What was found becomes the platform's discount on the days it was found for, as in the window. */
async function setDiscounts({ platforms }: Result, { client, note }: Session): Promise<void> {
  const { discounts } = await client.call('discounts.list', {})
  for (const { platform, discount } of platforms) {
    if (discount === null) continue
    const held = discounts.find((other) => other.platform === platform && other.effectiveFrom === discount.firstDay && other.effectiveTo === discount.lastDay)
    await client.call('discounts.set', {
      discount: { id: held?.id ?? null, platform, pct: discount.pct, effectiveFrom: discount.firstDay, effectiveTo: discount.lastDay },
    })
    note(`${platformLabel(platform)}: ${discount.pct} % is set as its discount from ${discount.firstDay} to ${discount.lastDay}.`)
  }
}
