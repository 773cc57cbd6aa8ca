// The facts about placements: complete, sourced, and refused where they are not.
import { describe, expect, it } from 'vitest'
import { MODELS } from '../../src/core/model-catalogue.ts'
import { offersAt } from '../../src/core/offers.ts'
import { comparePlacements, placementKey, placementLabel, PLACEMENTS } from '../../src/core/placement.ts'
import { FEATURES, holds, type PlacementFacts } from '../../src/core/placement-facts.ts'
import data from '../../src/placements/placements.json' with { type: 'json' }
import { gatewayFacts, placementFacts, readGateways, readPlacements } from '../../src/placements/load-placements.ts'
import { listPriceBook, pricePoints } from '../../src/prices/load-prices.ts'

const factsOf = (key: string): PlacementFacts => {
  const found = placementFacts().find((facts) => placementKey(facts) === key)
  if (found === undefined) throw new Error(`No facts for ${key}`)
  return found
}
const keysWhere = (wanted: (facts: PlacementFacts) => boolean) => placementFacts().filter(wanted).map(placementKey).toSorted()

describe('the facts', () => {
  it('exist for every placement that has a name, and for no other', () => {
    expect(placementFacts().map(placementKey).toSorted()).toEqual(PLACEMENTS.map(placementKey).toSorted())
    for (const { platform, route } of PLACEMENTS) expect(placementLabel({ platform, route }), route).not.toContain(`· ${route}-`)
  })

  it('exist for every placement that has a price', () => {
    const priced = new Set(pricePoints().flatMap(({ platform, routes }) => routes.map((route) => placementKey({ platform, route }))))
    expect([...priced].filter((key) => !placementFacts().some((facts) => placementKey(facts) === key))).toEqual([])
  })

  it('each name a page and the day it was read', () => {
    for (const facts of placementFacts()) {
      const claims = [
        facts.residency, facts.privateNetwork, facts.iam, facts.bill, facts.compliance, facts.minCacheableTokens,
        ...FEATURES.map((feature) => facts.features[feature]),
      ]
      for (const { sources, checkedOn } of claims) {
        expect(sources.length, placementKey(facts)).toBeGreaterThan(0)
        for (const source of sources) expect(source).toMatch(/^https:\/\//)
        expect(checkedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      }
    }
  })

  it('name only models of the catalogue', () => {
    const known = new Set(MODELS.map(({ id }) => id))
    for (const { minCacheableTokens } of placementFacts()) {
      expect(Object.keys(minCacheableTokens.byModel).filter((model) => !known.has(model))).toEqual([])
    }
  })

  it('know where processing in the EU is offered: on no way to the API that Anthropic bills', () => {
    expect(keysWhere(({ residency }) => holds(residency, 'eu') === 'yes'))
      .toEqual(['bedrock/geo-eu', 'bedrock/region', 'google-cloud/multi-eu', 'google-cloud/region'])
  })

  it('know the ways to a bill of AWS that are not Bedrock', () => {
    expect(keysWhere(({ bill, platform }) => holds(bill, 'aws') === 'yes' && platform !== 'bedrock'))
      .toEqual(['claude-platform-aws/global', 'claude-platform-aws/us'])
  })

  it('keep what nobody could confirm unknown', () => {
    expect(holds(factsOf('bedrock/geo-in').residency, 'in')).toBe('unknown')
    expect(holds(factsOf('anthropic/global').iam, 'aws')).toBe('unknown')
    expect(holds(factsOf('google-cloud/global').compliance, 'hipaa')).toBe('unknown')
  })

  it('say where a route has less than its platform', () => {
    expect(factsOf('foundry/global').features.webSearch.value).toBe('yes')
    expect(factsOf('foundry/data-zone-us').features.webSearch.value).toBe('no')
    expect(holds(factsOf('bedrock/us-gov').compliance, 'fedramp-high')).toBe('yes')
    expect(holds(factsOf('bedrock/global').compliance, 'fedramp-high')).toBe('unknown')
  })

  it('say of gateways which ones can be run by oneself', () => {
    expect(gatewayFacts().find(({ id }) => id === 'litellm')?.selfHosted.value).toBe('yes')
  })

  it('stand in the order of lists within a platform', () => {
    const google = placementFacts().filter(({ platform }) => platform === 'google-cloud')
    expect(google.map(placementKey)).toEqual(google.toSorted(comparePlacements).map(placementKey))
  })
})

describe('a file that is wrong is refused', () => {
  const [first, ...others] = data.routes

  it('where a fact names a source that is not listed', () => {
    const routes = [{ ...first, residency: { yes: [], unknown: [], sources: ['hearsay'], note: null } }, ...others]
    expect(() => readPlacements({ ...data, routes })).toThrow(/hearsay/)
  })

  it('where a placement stands twice', () => {
    expect(() => readPlacements({ ...data, routes: [...data.routes, first] })).toThrow(/stands twice/)
  })

  it('where nothing is said of a platform', () => {
    expect(() => readPlacements({ ...data, platforms: data.platforms.slice(1) })).toThrow(/Nothing is said of the platform anthropic/)
  })

  it('where a value both holds and is unknown', () => {
    const routes = [{ ...first, residency: { yes: ['eu'], unknown: ['eu'], sources: ['residency'], note: null } }, ...others]
    expect(() => readPlacements({ ...data, routes })).toThrow(/stands twice/)
  })

  it('where a feature is missing, or a fact has no source', () => {
    const platforms = data.platforms.map(({ features: { webSearch: _, ...features }, ...rest }) => ({ ...rest, features }))
    expect(() => readPlacements({ ...data, platforms })).toThrow(/webSearch/)
    expect(() => readGateways({ checkedOn: '2026-11-22', sources: {}, gateways: [{
      id: 'x', name: 'X', selfHosted: { value: 'yes', sources: [], note: null }, keepsPrices: null, costInLogs: null, cacheCounts: null,
    }] })).toThrow(/selfHosted/)
  })
})

describe('what a placement sells', () => {
  const book = listPriceBook()

  it('follows from its prices, with days', () => {
    const offers = offersAt(book, { platform: 'anthropic', route: 'global' })
    expect(offers.find(({ model }) => model === 'claude-sonnet-5-5')).toEqual({
      model: 'claude-sonnet-5-5', from: '2026-09-28', to: null, tiers: ['standard', 'batch'], speeds: ['standard'],
    })
    expect(offers.find(({ model }) => model === 'claude-opus-5-5')?.speeds).toContain('fast')
  })

  it('is less on a single region of Google Cloud than on its multi-region', () => {
    const models = (route: string) => offersAt(book, { platform: 'google-cloud', route }).map(({ model }) => model)
    expect(models('multi-eu')).toContain('claude-opus-5-5')
    expect(models('region')).not.toContain('claude-opus-5-5')
    expect(models('region')).toContain('claude-sonnet-4-6')
  })
})
