// Ids that name no model (application inference profiles above all), and the user's mapping of them to model and route.
import { resolveModel } from '../../../core/model-id.ts'
import { problem } from '../../../core/problem.ts'
import type { Handlers } from '../../dispatcher.ts'
import type { Output } from '../../contract/contract.ts'
import { NO_FILTERS } from '../cell-view.ts'
import type { Context } from '../context.ts'
import { pairSums } from '../pair-sums.ts'

type Profile = Output<'profiles.list'>['profiles'][number]

export function profileHandlers(context: Context): Pick<Handlers, 'profiles.list' | 'profiles.map'> {
  return {
    'profiles.list': () => ({ profiles: profiles(context) }),
    'profiles.map': ({ rawModel, model, route }) => {
      if ((model === null) !== (route === null)) {
        throw problem('half-mapping', 'A profile needs a model and a route together, because both decide the price.')
      }
      if (model !== null && !resolveModel(model).known) {
        throw problem('unknown-model', 'The model is not in the catalogue.', 'Choose one of the listed models.')
      }
      const target = model === null || route === null ? null : { model: resolveModel(model).model, route }
      context.ledger.attribution.setAlias(rawModel, target)
      context.changed()
      return {}
    },
  }
}

/** What waits on each id, the largest first. A mapped id stays in the list, so that the mapping can be taken back. */
function profiles(context: Context): Profile[] {
  const { ledger } = context
  const attribution = context.attribution()
  const aliases = new Map(ledger.attribution.aliases().map((alias) => [alias.rawModel, alias]))
  const hints = new Map(ledger.attribution.hints().map(({ rawModel, hint }) => [rawModel, hint]))
  const found = new Map<string, Profile>()
  // Stored classes may share a mapping, so that only pairs tell them apart.
  for (const { pair, requests, tokens } of pairSums(context, NO_FILTERS)) {
    const rawModel = attribution.storedClass(pair.classId)?.model
    if (rawModel === undefined || resolveModel(rawModel).known) continue
    const held = found.get(rawModel)
    const alias = aliases.get(rawModel)
    found.set(rawModel, {
      rawModel, requests: (held?.requests ?? 0) + requests, tokens: (held?.tokens ?? 0) + tokens,
      model: alias?.model ?? null, route: alias?.route ?? null, hint: hints.get(rawModel) ?? null,
    })
  }
  return [...found.values()].toSorted((a, b) => b.tokens - a.tokens || (a.rawModel < b.rawModel ? -1 : 1))
}
