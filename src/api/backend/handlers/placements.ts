// Placements: what each satisfies and offers, with what the price list says it sells.
import { modelIdOn } from '../../../core/model-spelling.ts'
import { offersAt } from '../../../core/offers.ts'
import type { Choices, Claim, PlacementFacts } from '../../../core/placement-facts.ts'
import { gatewayFacts, placementFacts } from '../../../placements/load-placements.ts'
import type { Handlers } from '../../dispatcher.ts'
import type { Output } from '../../contract/contract.ts'
import type { Context } from '../context.ts'

type Listed = Output<'placements.list'>

const copied = <T extends string>({ yes, unknown, sources, checkedOn, note }: Choices<T>) =>
  ({ yes: [...yes], unknown: [...unknown], sources: [...sources], checkedOn, note })
const claimed = ({ value, sources, checkedOn, note }: Claim) => ({ value, sources: [...sources], checkedOn, note })

export function placementHandlers(context: Context): Pick<Handlers, 'placements.list'> {
  return {
    'placements.list': () => ({
      placements: placementFacts().map((facts) => listed(context, facts)),
      gateways: gatewayFacts().map(({ id, name, ...claims }) => ({
        id, name,
        selfHosted: claimed(claims.selfHosted), keepsPrices: claimed(claims.keepsPrices),
        costInLogs: claimed(claims.costInLogs), cacheCounts: claimed(claims.cacheCounts),
      })),
    }),
  }
}

function listed(context: Context, facts: PlacementFacts): Listed['placements'][number] {
  const { platform, route, operator, features, minCacheableTokens } = facts
  return {
    platform, route, operator,
    residency: copied(facts.residency), privateNetwork: copied(facts.privateNetwork), iam: copied(facts.iam),
    bill: copied(facts.bill), compliance: copied(facts.compliance),
    features: {
      promptCaching: claimed(features.promptCaching), oneHourCache: claimed(features.oneHourCache), batch: claimed(features.batch),
      batchCaching: claimed(features.batchCaching), fastMode: claimed(features.fastMode), webSearch: claimed(features.webSearch),
      codeExecution: claimed(features.codeExecution), files: claimed(features.files), geoParameter: claimed(features.geoParameter),
      usageReports: claimed(features.usageReports),
    },
    minCacheableTokens: { ...minCacheableTokens, sources: [...minCacheableTokens.sources], byModel: { ...minCacheableTokens.byModel } },
    offers: offersAt(context.prices.book(), facts).map((offer) => ({ ...offer, platformId: modelIdOn(facts, offer.model) })),
  }
}
