// What the ids of the rollup mean: price class after the user's profile mapping, origin, and the surface of the pair.
// A view of the ledger at one moment; built anew after every change.
import type { Ledger } from '../../../db/ledger.ts'
import { priceClassKey } from '../../core/price-class.ts'
import { ruleMatches, surfaceOf, type ShownOrigin, type SurfaceRule } from '../../core/surface-rules.ts'
import { namer } from '../../core/names.ts'
import type { PriceClass } from '../../core/usage.ts'
import { NAMES_KEY, readNames } from '../../pull/names-shape.ts'
import { readSettings } from './settings-store.ts'

/** A price class as views see it. Two stored classes that a mapping makes equal share one. */
export interface KnownClass {
  index: number
  priceClass: PriceClass
}

/** An origin and a price class that occur together. */
export interface Pair {
  originId: number
  classId: number
  /** With names in place of ids, where they are known. */
  origin: ShownOrigin
  known: KnownClass
  surface: string
  /** Index of the rule that caught it; null: the default surface. */
  rule: number | null
  /** Its source is not billed per token: its list cost is value, not spend. */
  onPlan: boolean
}

/** Class ids stay far below this, so that a pair has one number. */
const CLASS_SPACE = 2 ** 22

/** A tenth of a second's work. */
const FEW_TO_TRY = 100_000

export class Attribution {
  readonly #rules: readonly SurfaceRule[]
  readonly #plans: readonly Pick<SurfaceRule, 'when'>[]
  readonly #origins = new Map<number, ShownOrigin>()
  readonly #classes = new Map<number, KnownClass>()
  readonly #stored = new Map<number, PriceClass>()
  readonly #pairs = new Map<number, Pair>()
  readonly classes: KnownClass[] = []

  constructor(ledger: Ledger, rules: readonly SurfaceRule[] = ledger.attribution.rules()) {
    this.#rules = rules
    this.#plans = readSettings(ledger).notBilledPerToken.map((when) => ({ when }))
    const named = namer(readNames(ledger.settings.get(NAMES_KEY)))
    for (const { id, origin } of ledger.usage.origins()) this.#origins.set(id, named(origin))
    const aliases = new Map(ledger.attribution.aliases().map((alias) => [alias.rawModel, alias]))
    const byKey = new Map<string, KnownClass>()
    for (const { id, priceClass } of ledger.usage.classes()) {
      this.#stored.set(id, priceClass)
      const meant = withAlias(priceClass, aliases.get(priceClass.model))
      const key = priceClassKey(meant)
      let known = byKey.get(key)
      if (known === undefined) {
        known = { index: this.classes.length, priceClass: meant }
        byKey.set(key, known)
        this.classes.push(known)
      }
      this.#classes.set(id, known)
    }
  }

  /** Null for ids the ledger did not have when this view was built. */
  pair(originId: number, classId: number): Pair | null {
    const key = originId * CLASS_SPACE + classId
    const held = this.#pairs.get(key)
    if (held !== undefined) return held
    const origin = this.#origins.get(originId)
    const known = this.#classes.get(classId)
    if (origin === undefined || known === undefined) return null
    const onPlan = this.#plans.some((plan) => ruleMatches(plan, origin, known.priceClass))
    const made: Pair = { originId, classId, origin, known, onPlan, ...surfaceOf(origin, known.priceClass, this.#rules) }
    this.#pairs.set(key, made)
    return made
  }

  /** What any origin with any class would be attributed to, met together or not; null where these are too many to try. */
  possibleSurfaces(): ReadonlySet<string> | null {
    // Only rules look at a class.
    const classes = this.#rules.length === 0 ? this.classes.slice(0, 1) : this.classes
    if (this.#origins.size * classes.length > FEW_TO_TRY) return null
    const surfaces = new Set<string>()
    for (const origin of this.#origins.values()) {
      for (const { priceClass } of classes) surfaces.add(surfaceOf(origin, priceClass, this.#rules).surface)
    }
    return surfaces
  }

  /** As `classOf`, with its number in `classes`. */
  knownClass(classId: number): KnownClass | null {
    return this.#classes.get(classId) ?? null
  }

  /** The class by its id, after the user's mapping; null for an id the ledger did not have when this view was built. */
  classOf(classId: number): PriceClass | null {
    return this.#classes.get(classId)?.priceClass ?? null
  }

  /** Some source is marked as not billed per token. */
  get hasPlans(): boolean {
    return this.#plans.length > 0
  }

  /** The class as its source spelled it, before any mapping. */
  storedClass(classId: number): PriceClass | null {
    return this.#stored.get(classId) ?? null
  }
}

/** The user named the route with the model, so it is assumed no more. */
function withAlias(priceClass: PriceClass, alias: { model: string; route: string } | undefined): PriceClass {
  if (alias === undefined) return priceClass
  const assumptions = priceClass.assumptions.filter((assumption) => assumption !== 'route')
  return { ...priceClass, model: alias.model, route: alias.route, assumptions }
}
