// Numbers as text: money, tokens, percentages, counts and signed changes. Spelling is format.ts's, colours are here.
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatUsdExact } from '../../src/core/money.ts'
import * as format from '../format.ts'
import type { PriceShift } from '../state/coverage.ts'

/** Unknown is a word, never 0. */
export function NoData({ word = format.NO_DATA }: { word?: string }) {
  return <span className="t3">{word}</span>
}

/** An amount in pico-USD; its exact value is in the tooltip. Null: usage without a price. */
export function Money({ pico, missing = 'unpriced' }: { pico: format.Amount | null; missing?: string }) {
  if (pico === null) return <NoData word={missing} />
  return (
    <span className="nowrap" title={`$${formatUsdExact(BigInt(pico))}`}>
      {format.money(pico)}
    </span>
  )
}

/** 46.6M, the exact count in the tooltip. */
export function Tokens({ value }: { value: number | null }) {
  return value === null ? (
    <NoData />
  ) : (
    <span className="nowrap" title={format.count(value)}>
      {format.tokens(value)}
    </span>
  )
}

/** A share, 0 to 1. */
export function Percent({ ratio }: { ratio: number | null }) {
  return ratio === null ? <NoData /> : <span className="nowrap">{format.percent(ratio)}</span>
}

export function Count({ value }: { value: number | null }) {
  return value === null ? <NoData /> : <span className="nowrap">{format.count(value)}</span>
}

export interface ChangeProps {
  /** Relative change (0.067) or, with `as="points"`, a difference of shares. Null: nothing to compare with. */
  value: number | null
  /** Which direction is good news; null for neither. */
  goodWhen?: 'up' | 'down' | null
  as?: 'percent' | 'points'
  missing?: string
}

/** Signed, with an arrow, coloured by meaning: never by colour alone. */
export function Change({ value, goodWhen = 'down', as = 'percent', missing = 'new' }: ChangeProps) {
  if (value === null) return <NoData word={missing} />
  const text = as === 'points' ? format.pointsChange(value) : format.percentChange(value)
  const flat = !/[1-9]/.test(text)
  const up = value > 0
  const tone = flat || goodWhen === null ? 't2' : up === (goodWhen === 'up') ? 'good' : 'bad'
  return (
    <span className={`change ${tone}`}>
      {flat ? null : up ? (
        <ArrowUp size={12} strokeWidth={2} aria-hidden />
      ) : (
        <ArrowDown size={12} strokeWidth={2} aria-hidden />
      )}
      {text}
    </span>
  )
}

/** A change of cost; where prices came or went instead, that is said and nothing is called good or bad. */
export function CostChange({ shift, short = false, ...change }: ChangeProps & { shift: PriceShift | null; short?: boolean }) {
  if (shift === null) return <Change {...change} />
  const text =
    shift.now > shift.before
      ? `${format.percent(shift.now)} without a price`
      : `${format.percent(shift.before)} had no price before`
  const brief = shift.now > shift.before ? `${format.wholePercent(shift.now)} unpriced` : 'priced now'
  return (
    <span className="t2" title={short ? `Not comparable: ${text}` : 'The costs are not comparable'}>
      {short ? brief : text}
    </span>
  )
}

/** A name with the colour it has in every chart. */
export function Named({ swatch, children, title }: { swatch: ReactNode; children: ReactNode; title?: string }) {
  return (
    <span className="named" title={title}>
      {swatch}
      <span className="ellipsis">{children}</span>
    </span>
  )
}
