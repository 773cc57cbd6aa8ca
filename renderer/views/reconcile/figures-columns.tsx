// Columns of the reconciliation table: its keys, both sides, the residual and the causes that occur.
import { Money, NoData } from '../../components/figures.tsx'
import { csvUsd, type Column } from '../../components/table-model.ts'
import { date, moneyChange, percentChange } from '../../format.ts'
import { shortModel } from '../../words.ts'
import type { ReconcileFigures, ReconcileKey, ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'
import { platformLabel } from '../../../src/core/placement.ts'
import type { Cause } from '../../../src/core/reconcile-types.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'
import { CAUSE_WORDS, meterName, meterOrder } from './cause-words.ts'
import { ModelName } from './names.tsx'
import { occurring, partOf, residualShare } from './reconcile-model.ts'

export const KEY_HEADS: Readonly<Record<ReconcileKey, string>> = {
  platform: 'Platform',
  day: 'Day',
  model: 'Model',
  meter: 'Token class',
}

export type NameOf = (model: string) => string

/** What a bill does not say, in the words of its key. */
const MISSING: Readonly<Record<ReconcileKey, string>> = {
  platform: 'no platform',
  day: 'several days',
  model: 'no model',
  meter: 'no meter',
}

/** What a charge that is of no model has in its place. */
const NO_MODEL = 'unknown'

export function keyText(key: ReconcileKey, value: string | null | undefined, nameOf: NameOf): string {
  if (value === null || value === undefined || value === '' || (key === 'model' && value === NO_MODEL)) return MISSING[key]
  if (key === 'day') return date(value)
  if (key === 'model') return shortModel(nameOf(value))
  if (key === 'meter') return meterName(value)
  const platform = PLATFORMS.find((name) => name === value)
  return platform === undefined ? value : platformLabel(platform)
}

function keyColumn(key: ReconcileKey, nameOf: NameOf): Column<ReconcileRow> {
  return {
    key,
    head: KEY_HEADS[key],
    name: key === 'day' ? 'Day UTC' : KEY_HEADS[key],
    cell: ({ keys }) => {
      const text = keyText(key, keys[key], nameOf)
      if (text === MISSING[key]) return <NoData word={text} />
      return key === 'model' ? <ModelName id={keys.model ?? ''} name={text} /> : text
    },
    sort: ({ keys }) => (key === 'meter' ? meterOrder(keys.meter ?? '') : (keys[key] ?? null)),
    csv: { type: 'text', value: ({ keys }) => keys[key] ?? null },
  }
}

/** There is usage in the logs, and nothing of it has a price. */
function isUnpriced({ computed, computedTokens, unpricedTokens }: ReconcileFigures): boolean {
  return BigInt(computed) === 0n && computedTokens > 0 && unpricedTokens === computedTokens
}

function amountColumn(key: 'computed' | 'billed' | 'residual', totals: ReconcileFigures): Column<ReconcileRow> {
  const head = { computed: 'Computed', billed: 'Billed', residual: 'Residual' }[key]
  const show = (figures: ReconcileFigures) =>
    key === 'residual' ? <Signed pico={figures.residual} />
      : key === 'computed' && isUnpriced(figures) ? <NoData word="unpriced" /> : <Money pico={figures[key]} />
  return {
    key,
    head,
    name: `${head} USD`,
    align: 'number',
    cell: show,
    sort: (row) => BigInt(row[key]),
    csv: { type: 'number', value: (row) => csvUsd(row[key]) },
    total: show(totals),
    totalCsv: csvUsd(totals[key]),
  }
}

function Signed({ pico, quiet = false }: { pico: string | bigint; quiet?: boolean }) {
  const zero = BigInt(pico) === 0n
  return <span className={zero ? 't3' : quiet ? '' : 'strong'}>{moneyChange(pico)}</span>
}

function shareColumn(totals: ReconcileFigures): Column<ReconcileRow> {
  const text = (figures: ReconcileFigures) => {
    const ratio = residualShare(figures)
    return ratio === null ? <NoData word="not billed" /> : percentChange(ratio)
  }
  return {
    key: 'share',
    head: 'Residual %',
    name: 'Residual share of billed',
    align: 'number',
    cell: text,
    sort: residualShare,
    csv: { type: 'number', value: residualShare },
    total: text(totals),
    totalCsv: residualShare(totals),
  }
}

function causeColumn(cause: Cause, totals: ReconcileFigures): Column<ReconcileRow> {
  const show = (figures: ReconcileFigures) => <Signed pico={partOf(figures, cause)} quiet />
  return {
    key: cause,
    head: CAUSE_WORDS[cause].short,
    name: `${CAUSE_WORDS[cause].name} USD`,
    align: 'number',
    cell: show,
    sort: (row) => partOf(row, cause),
    csv: { type: 'number', value: (row) => csvUsd(partOf(row, cause)) },
    total: show(totals),
    totalCsv: csvUsd(partOf(totals, cause)),
  }
}

export function figuresColumns(options: {
  by: readonly ReconcileKey[]
  rows: readonly ReconcileRow[]
  totals: ReconcileFigures
  nameOf: NameOf
}): Column<ReconcileRow>[] {
  const { by, rows, totals, nameOf } = options
  return [
    ...by.map((key) => keyColumn(key, nameOf)),
    amountColumn('computed', totals),
    amountColumn('billed', totals),
    amountColumn('residual', totals),
    shareColumn(totals),
    ...occurring([...rows, totals]).map((cause) => causeColumn(cause, totals)),
  ]
}

type Count = (figures: ReconcileFigures) => number | null

const tokenColumn = (name: string, value: Count, totals: ReconcileFigures): Column<ReconcileRow> => ({
  key: name, head: name, name, cell: () => null, csv: { type: 'number', value }, totalCsv: value(totals),
})

/** Tokens of both sides: in the CSV only, where there is room. */
export function tokenColumns(totals: ReconcileFigures): Column<ReconcileRow>[] {
  return [
    tokenColumn('Computed tokens', (figures) => figures.computedTokens, totals),
    tokenColumn('Billed tokens', (figures) => figures.billedTokens, totals),
    tokenColumn('Unpriced tokens', (figures) => figures.unpricedTokens, totals),
  ]
}
