// A model's id as a platform spells it: what a gateway or an SDK has to be given. The opposite of model-id.ts.
import { modelFacts } from './model-catalogue.ts'
import type { Placement } from './placement.ts'

/** `geo-eu` -> `eu.`; a bare id is an in-Region call. */
function bedrockPrefix(route: string): string | null {
  if (route === 'region') return ''
  if (route === 'global' || route === 'us-gov') return `${route}.`
  return route.startsWith('geo-') ? `${route.slice('geo-'.length)}.` : null
}

/** Google Cloud writes a dated id as `name@date`. https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai */
function googleId(model: string, otherIds: readonly string[]): string {
  return otherIds.find((id) => id.includes('@')) ?? model.replace(/-(\d{8})$/, '@$1')
}

/**
 * The id to call a model by; null where it is not known. On Foundry a deployment is called by its own name, which is the
 * model's alias or id unless somebody chose another
 * (https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry, 2026-08-21).
 */
export function modelIdOn(placement: Placement, model: string): string | null {
  const facts = modelFacts(model)
  if (facts === null) return null
  switch (placement.platform) {
    case 'anthropic':
    case 'claude-platform-aws': return facts.id
    case 'foundry': return facts.aliases[0] ?? facts.id
    case 'google-cloud': return googleId(facts.id, facts.otherIds)
    case 'bedrock': {
      const prefix = bedrockPrefix(placement.route)
      return prefix === null || facts.bedrockId === null ? null : `${prefix}${facts.bedrockId}`
    }
  }
}
