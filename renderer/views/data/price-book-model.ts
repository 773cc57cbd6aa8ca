// The price book as the user looks through it and changes it: filters, and forms read into contract inputs. Pure.
import { routeLabel } from '../../../src/core/placement.ts'
import type { Platform, TokenClass } from '../../../src/core/usage.ts'
import type { Input, Output } from '../../../src/api/contract/contract.ts'
import type { PricePoint } from '../../../src/api/contract/shapes.ts'

export type Override = Output<'prices.overrides'>['overrides'][number]
export type OverrideInput = Input<'prices.setOverride'>['override']
export type DiscountInput = Input<'discounts.set'>['discount']
export type Discount = Output<'discounts.list'>['discounts'][number]
export type Gap = Output<'prices.gaps'>['gaps'][number]

export interface PriceFilter {
  /** Part of a model's id or name, case ignored. */
  text: string
  platform: Platform | null
  /** Only prices in force on this UTC day; null: all dates. */
  on: string | null
}

/** Both ends inclusive; an open end holds forever. */
export function inForce(point: Pick<PricePoint, 'effectiveFrom' | 'effectiveTo'>, day: string): boolean {
  return (
    (point.effectiveFrom === null || point.effectiveFrom <= day) &&
    (point.effectiveTo === null || day <= point.effectiveTo)
  )
}

export function filterPoints(
  points: readonly PricePoint[],
  filter: PriceFilter,
  names: ReadonlyMap<string, string>,
): PricePoint[] {
  const wanted = filter.text.trim().toLowerCase()
  return points.filter(
    (point) =>
      (filter.platform === null || point.platform === filter.platform) &&
      (filter.on === null || inForce(point, filter.on)) &&
      (wanted === '' ||
        point.model.toLowerCase().includes(wanted) ||
        (names.get(point.model) ?? '').toLowerCase().includes(wanted)),
  )
}

/** `global, EU, US` in words; an empty list means every route. */
export function routesText(routes: readonly string[]): string {
  return routes.length === 0 ? 'all routes' : routes.map(routeLabel).join(', ')
}

/** `over 200,000 tokens`, empty for the ordinary price. */
export function bandText(promptOver: number): string {
  return promptOver === 0 ? '' : `over ${promptOver.toLocaleString('en-US')}`
}

/** `batch`, `fast`, `over 200,000`, in this order; `standard` where nothing is special. */
export function variantText(point: Pick<PricePoint, 'tier' | 'speed' | 'promptOver'>): string {
  const words = [
    point.tier === 'standard' ? '' : point.tier,
    point.speed === 'standard' ? '' : point.speed,
    bandText(point.promptOver),
  ].filter((word) => word !== '')
  return words.length === 0 ? 'standard' : words.join(', ')
}

const RATE_NAMES: readonly [TokenClass, string][] = [
  ['uncachedInput', 'Uncached input'],
  ['cacheRead', 'Cache read'],
  ['cacheWrite5m', 'Cache write 5m'],
  ['cacheWrite1h', 'Cache write 1h'],
  ['output', 'Output'],
]
export { RATE_NAMES }

/** What the override form holds while it is being typed. */
export interface OverrideDraft {
  id: number | null
  platform: Platform
  route: string | null
  model: string
  tier: string
  speed: string
  promptOver: string
  effectiveFrom: string
  effectiveTo: string
  rates: Record<TokenClass, string>
  note: string
}

export type FieldProblems = Readonly<Record<string, string>>
export type Read<T> = { ok: true; value: T } | { ok: false; problems: FieldProblems }

const NO_RATES: Record<TokenClass, string> = {
  uncachedInput: '',
  cacheRead: '',
  cacheWrite5m: '',
  cacheWrite1h: '',
  output: '',
}

/** A form for a new override, filled with what a gap or a row of the book already says. */
export function draftFor(known: {
  platform: Platform
  model: string
  route?: string
  tier?: string
  speed?: string
  promptOver?: number
}): OverrideDraft {
  return {
    id: null,
    platform: known.platform,
    route: known.route ?? null,
    model: known.model,
    tier: known.tier ?? 'standard',
    speed: known.speed ?? 'standard',
    promptOver: String(known.promptOver ?? 0),
    effectiveFrom: '',
    effectiveTo: '',
    rates: { ...NO_RATES },
    note: '',
  }
}

export function draftOf(override: Override): OverrideDraft {
  const rate = (name: TokenClass) => override.usdPerMillionTokens[name] ?? ''
  return {
    ...override,
    promptOver: String(override.promptOver),
    effectiveFrom: override.effectiveFrom ?? '',
    effectiveTo: override.effectiveTo ?? '',
    note: override.note ?? '',
    rates: {
      uncachedInput: rate('uncachedInput'),
      cacheRead: rate('cacheRead'),
      cacheWrite5m: rate('cacheWrite5m'),
      cacheWrite1h: rate('cacheWrite1h'),
      output: rate('output'),
    },
  }
}

// Rates are micro-USD per million tokens in the core: at most six decimals.
const RATE = /^\d{1,9}(\.\d{1,6})?$/

function datesProblem(from: string, to: string): FieldProblems {
  return from !== '' && to !== '' && to < from ? { effectiveTo: 'The last day lies before the first.' } : {}
}

/** Reads the form. An empty rate is unknown, so usage of that token class stays unpriced; at least one is needed. */
export function readOverride(draft: OverrideDraft): Read<OverrideInput> {
  const problems: Record<string, string> = { ...datesProblem(draft.effectiveFrom, draft.effectiveTo) }
  if (draft.model.trim() === '') problems['model'] = 'Choose a model.'
  if (!/^\d{1,9}$/.test(draft.promptOver)) problems['promptOver'] = 'A whole number of tokens; 0 for every prompt.'
  for (const [name, label] of RATE_NAMES) {
    const text = draft.rates[name].trim()
    if (text !== '' && !RATE.test(text)) problems[name] = `${label}: dollars per million tokens, such as 4 or 0.25.`
  }
  if (RATE_NAMES.every(([name]) => draft.rates[name].trim() === ''))
    problems['uncachedInput'] = 'Enter at least one rate.'
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const rate = (name: TokenClass) => (draft.rates[name].trim() === '' ? null : draft.rates[name].trim())
  return {
    ok: true,
    value: {
      id: draft.id,
      platform: draft.platform,
      route: draft.route,
      model: draft.model.trim(),
      tier: draft.tier,
      speed: draft.speed,
      promptOver: Number(draft.promptOver),
      effectiveFrom: draft.effectiveFrom || null,
      effectiveTo: draft.effectiveTo || null,
      usdPerMillionTokens: {
        uncachedInput: rate('uncachedInput'),
        cacheRead: rate('cacheRead'),
        cacheWrite5m: rate('cacheWrite5m'),
        cacheWrite1h: rate('cacheWrite1h'),
        output: rate('output'),
      },
      note: draft.note.trim() === '' ? null : draft.note.trim(),
    },
  }
}

export interface DiscountDraft {
  id: number | null
  platform: Platform
  pct: string
  effectiveFrom: string
  effectiveTo: string
}

export function readDiscount(draft: DiscountDraft): Read<DiscountInput> {
  const problems: Record<string, string> = { ...datesProblem(draft.effectiveFrom, draft.effectiveTo) }
  const pct = draft.pct.trim()
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(pct) || Number(pct) > 100)
    problems['pct'] = 'A percentage from 0 to 100, with at most two decimals.'
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: {
      id: draft.id,
      platform: draft.platform,
      pct,
      effectiveFrom: draft.effectiveFrom || null,
      effectiveTo: draft.effectiveTo || null,
    },
  }
}
