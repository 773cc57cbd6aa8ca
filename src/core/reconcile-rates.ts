// Rates by what decides them, of classes that neither side may have: what a token would cost on another route, tier or band.
import { PROMPT_CUTS } from './prompt-band.ts'
import type { PriceBook } from './price-book.ts'
import type { Platform, PriceClass, TokenClass } from './usage.ts'

/** What a bill or a log may not tell. */
export const NOT_TOLD = 'unknown'

/** What decides the price of a token, but for model, class and day. */
export interface Kind {
  route: string
  tier: string
  speed: string
  promptOver: number
  promptUpTo: number | null
}

export interface Asked {
  model: string
  meter: TokenClass
  day: string
  kind: Kind
}

/** Rates of one platform, in pico-USD a token. */
export class Rates {
  readonly #platform: Platform
  readonly #book: PriceBook
  readonly #classes = new Map<string, PriceClass>()
  readonly #routes = new Map<string, string[]>()

  constructor(platform: Platform, book: PriceBook) {
    this.#platform = platform
    this.#book = book
  }

  /** The rate at the lower end of the band; what is not told counts as the usual tier and speed. Null: no price. */
  rate({ meter, ...asked }: Asked): bigint | null {
    return this.rates(asked)?.[meter] ?? null
  }

  /** As `rate`, of every class. */
  rates({ model, day, kind }: Omit<Asked, 'meter'>): Readonly<Record<TokenClass, bigint | null>> | null {
    const tier = kind.tier === NOT_TOLD ? 'standard' : kind.tier
    const speed = kind.speed === NOT_TOLD ? 'standard' : kind.speed
    const key = `${model}|${kind.route}|${tier}|${speed}|${kind.promptOver}`
    let priceClass = this.#classes.get(key)
    if (priceClass === undefined) {
      priceClass = {
        platform: this.#platform, route: kind.route, model, tier, speed, promptOver: kind.promptOver, promptUpTo: null, assumptions: [],
      }
      this.#classes.set(key, priceClass)
    }
    const match = this.#book.find(priceClass, day)
    return match.kind === 'priced' ? match.point.rates : null
  }

  /** What usage of this kind may cost: one choice a rate, over its routes where the route is not told, and over its band. */
  choices({ model, meter, day, kind }: Asked): { kind: Kind; rate: bigint }[] {
    const routes = kind.route === NOT_TOLD ? this.#routesOf(model) : [kind.route]
    const found = new Map<bigint, { kind: Kind; rate: bigint }>()
    for (const promptOver of bandStarts(kind)) {
      for (const route of routes) {
        const choice = { ...kind, route, promptOver }
        const rate = this.rate({ model, meter, day, kind: choice })
        if (rate !== null && !found.has(rate)) found.set(rate, { kind: choice, rate })
      }
    }
    return [...found.values()]
  }

  /** Those at the list price of the global route first. */
  #routesOf(model: string): string[] {
    let routes = this.#routes.get(model)
    if (routes === undefined) {
      const known = this.#book.points.filter((point) => point.platform === this.#platform && point.model === model)
      routes = [...new Set(['global', ...known.flatMap((point) => point.routes)])]
      this.#routes.set(model, routes)
    }
    return routes
  }
}

/** Where a price may change inside a band, and its lower end. */
function bandStarts({ promptOver, promptUpTo }: Kind): number[] {
  return [promptOver, ...PROMPT_CUTS.filter((cut) => cut > promptOver && (promptUpTo === null || cut < promptUpTo))]
}

/** Whether the second band lies inside the first. */
export function holdsBand(outer: Kind, inner: Kind): boolean {
  if (inner.promptOver < outer.promptOver) return false
  return outer.promptUpTo === null || (inner.promptUpTo !== null && inner.promptUpTo <= outer.promptUpTo)
}
