// Columns of the price points: rates, dates, sources, the day they were checked, and how sure they are.
import { ExternalLink } from 'lucide-react'
import type { Column } from '../../components/table-model.ts'
import { NoData } from '../../components/figures.tsx'
import { date, dateRange, shortDate } from '../../format.ts'
import { hostOf } from '../../words.ts'
import { platformLabel } from '../../../src/core/placement.ts'
import type { TokenClass } from '../../../src/core/usage.ts'
import type { PricePoint } from '../../../src/api/contract/shapes.ts'
import { draftFor, RATE_NAMES, routesText, variantText, type OverrideDraft } from './price-book-model.ts'

export function pointKey(point: PricePoint): string {
  return [point.platform, point.routes.join(), point.model, point.tier, point.speed, point.promptOver, point.effectiveFrom, point.effectiveTo, point.override].join(' ')
}

/** `since 22 Sep 2026`, `until 30 Sep 2026`, `always`. */
export function datesText({ effectiveFrom, effectiveTo }: Pick<PricePoint, 'effectiveFrom' | 'effectiveTo'>): string {
  if (effectiveFrom === null) return effectiveTo === null ? 'always' : `until ${date(effectiveTo)}`
  return effectiveTo === null ? `since ${date(effectiveFrom)}` : dateRange(effectiveFrom, effectiveTo)
}

function isLink(source: string): boolean {
  return source.startsWith('https://')
}

function Sources({ point }: { point: PricePoint }) {
  if (point.override) return <span className="badge">Your price</span>
  const [first, ...rest] = point.sources
  if (first === undefined) return <NoData word="no source" />
  const title = [point.note, ...point.sources].filter((text) => text !== null).join('\n')
  const more = rest.length === 0 ? '' : ` and ${rest.length} more`
  return isLink(first)
    ? <a className="link clip-link" href={first} target="_blank" rel="noreferrer" title={title}><span className="ellipsis">{hostOf(first)}{more}</span><ExternalLink size={12} aria-hidden /></a>
    : <span className="clip source t2" title={title}>{first}{more}</span>
}

const CONFIDENCE = { high: 'sure', medium: 'likely', low: 'uncertain' } as const

export function rateColumns<Row extends { usdPerMillionTokens: PricePoint['usdPerMillionTokens'] }>(): Column<Row>[] {
  const head: Readonly<Record<TokenClass, string>> = {
    uncachedInput: 'Input', cacheRead: 'Read', cacheWrite5m: 'Write 5m', cacheWrite1h: 'Write 1h', output: 'Output',
  }
  return RATE_NAMES.map(([key, name]) => ({
    key, head: head[key], name: `${name} USD per million tokens`, align: 'number',
    cell: (row) => row.usdPerMillionTokens[key] ?? <NoData word="none" />,
    sort: (row) => (row.usdPerMillionTokens[key] === null ? null : Number(row.usdPerMillionTokens[key])),
    csv: { type: 'number', value: (row) => row.usdPerMillionTokens[key] },
  }))
}

/** `Anthropic direct · global`, `Bedrock · EU, US`. */
function whereText(point: PricePoint): string {
  const routes = point.routes.includes('*') ? 'all routes' : routesText(point.routes)
  return `${platformLabel(point.platform)} · ${routes}`
}

function OverrideLink({ point, name, onOverride }: { point: PricePoint; name: string; onOverride: (draft: OverrideDraft) => void }) {
  if (point.override) return null
  const [route] = point.routes
  const known = point.routes.length === 1 && route !== undefined ? { ...point, route } : point
  return (
    <button
      type="button" className="link" aria-label={`Override the price of ${name}, ${whereText(point)}`}
      onClick={() => onOverride({ ...draftFor(known), rates: textRates(point) })}
    >Override</button>
  )
}

/** In the CSV only: the screen has platform and routes in one column. */
export const ROUTES_CSV: Column<PricePoint> = {
  key: 'routes', head: null, name: 'Routes', cell: () => null, csv: { type: 'text', value: (point) => point.routes.join(' ') },
}

const text = (value: (point: PricePoint) => string) => ({ type: 'text' as const, value })

export function pointColumns({ nameOf, onOverride }: {
  nameOf: (model: string) => string
  onOverride: (draft: OverrideDraft) => void
}): Column<PricePoint>[] {
  return [
    {
      key: 'model', head: 'Model', name: 'Model', sort: (point) => nameOf(point.model), csv: text((point) => point.model),
      cell: (point) => <span title={point.model}>{nameOf(point.model).replace(/^Claude /, '')}</span>,
    },
    {
      key: 'where', head: 'Where', name: 'Platform', sort: whereText, csv: text((point) => point.platform),
      cell: (point) => <span className="clip where" title={whereText(point)}>{whereText(point)}</span>,
    },
    {
      key: 'variant', head: 'Kind', name: 'Kind', sort: variantText, csv: text(variantText),
      cell: (point) => <span className="clip kind t2" title={variantText(point)}>{variantText(point)}</span>,
    },
    ...rateColumns<PricePoint>(),
    {
      key: 'dates', head: 'In force', name: 'In force', cell: datesText, sort: (point) => point.effectiveFrom ?? '',
      csv: text((point) => `${point.effectiveFrom ?? ''}/${point.effectiveTo ?? ''}`),
    },
    {
      key: 'source', head: 'Source', name: 'Source', cell: (point) => <Sources point={point} />,
      csv: text((point) => (point.override ? 'override' : point.sources.join(' '))),
    },
    {
      key: 'checked', head: 'Checked', name: 'Checked on', sort: (point) => point.checkedOn, csv: text((point) => point.checkedOn),
      cell: (point) => (point.override ? '' : <span className="t2" title={date(point.checkedOn)}>{shortDate(point.checkedOn)}</span>),
    },
    {
      key: 'confidence', head: 'How sure', name: 'Confidence', sort: (point) => point.confidence, csv: text((point) => point.confidence),
      cell: (point) => (
        <span className={point.confidence === 'low' ? 'warning' : 't2'} title={point.note ?? undefined}>{CONFIDENCE[point.confidence]}</span>
      ),
    },
    {
      key: 'override', head: <span className="visually-hidden">Change</span>, name: 'Override', align: 'number',
      cell: (point) => <OverrideLink point={point} name={nameOf(point.model)} onOverride={onOverride} />,
    },
  ]
}

function textRates(point: PricePoint): OverrideDraft['rates'] {
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output } = point.usdPerMillionTokens
  return {
    uncachedInput: uncachedInput ?? '', cacheRead: cacheRead ?? '', cacheWrite5m: cacheWrite5m ?? '', cacheWrite1h: cacheWrite1h ?? '', output: output ?? '',
  }
}
