// Surfaces: the user's rules, what each would catch, and the colour every surface keeps.
import { UNATTRIBUTED, type SurfaceRule } from '../../../core/surface-rules.ts'
import { problem } from '../../../core/problem.ts'
import type { Handlers } from '../../dispatcher.ts'
import type { Output } from '../../contract/contract.ts'
import { RULE_FIELDS, type Filters } from '../../contract/shapes.ts'
import { Attribution, type Pair } from '../attribution.ts'
import { pairSums } from '../pair-sums.ts'
import { NO_FILTERS } from '../cell-view.ts'
import type { Context } from '../context.ts'
import { readDays } from '../read-ahead.ts'
import { groupUsage } from '../totals.ts'
import { byCost } from './usage.ts'

type SurfaceHandlers =
  Pick<Handlers, 'surfaces.rules' | 'surfaces.preview' | 'surfaces.setRules' | 'surfaces.colours'>
type Preview = Output<'surfaces.preview'>
type LeftOver = Preview['leftOver'][number]

/** The editor lists the largest of what no rule catches; the counts are over all. */
const LEFT_OVER_SHOWN = 500

export function surfaceHandlers(context: Context): SurfaceHandlers {
  return {
    'surfaces.rules': () => ({ rules: context.ledger.attribution.rules() }),
    'surfaces.preview': ({ rules, filters }) => preview(context, rules, filters),
    'surfaces.setRules': ({ rules }) => {
      rules.forEach(checkRule)
      context.ledger.attribution.setRules(rules)
      context.changed()
      return {}
    },
    'surfaces.colours': async () => {
      if (!hasEverySurface(context, context.ledger.attribution.colourSlots())) await readDays(context)
      return { slots: colourSlots(context) }
    },
  }
}

function checkRule(rule: SurfaceRule, index: number): void {
  const fields = Object.keys(rule.when)
  const name = `Rule ${index + 1}`
  if (fields.length === 0) {
    throw problem('empty-rule', `${name} has no condition.`, 'Name at least one field, for instance "workspace".')
  }
  const known: readonly string[] = RULE_FIELDS
  const strange = fields.find((field) => !known.includes(field) && !(field.startsWith('tag:') && field.length > 4))
  if (strange !== undefined) {
    const message = `${name} names a field that does not exist: ${strange.slice(0, 60)}.`
    throw problem('unknown-field', message, `Fields are ${known.join(', ')} and tag:KEY.`)
  }
}

function preview(context: Context, rules: readonly SurfaceRule[], filters: Filters): Preview {
  rules.forEach(checkRule)
  const attribution = new Attribution(context.ledger, rules)
  const caught = rules.map(() => ({ requests: 0, tokens: 0, origins: new Set<number>() }))
  const left = new Map<string, LeftOver>()
  let [leftOverRequests, totalRequests] = [0, 0]
  for (const { pair, requests, tokens } of pairSums(context, filters, attribution)) {
    totalRequests += requests
    const rule = pair.rule === null ? undefined : caught[pair.rule]
    if (rule !== undefined) {
      rule.requests += requests
      rule.tokens += tokens
      rule.origins.add(pair.originId)
    } else {
      leftOverRequests += requests
      const entry = leftOverEntry(left, pair)
      entry.requests += requests
      entry.tokens += tokens
    }
  }
  const leftOver = [...left.values()].toSorted((a, b) => b.tokens - a.tokens).slice(0, LEFT_OVER_SHOWN)
  return { rules: caught.map((rule) => ({ ...rule, origins: rule.origins.size })), leftOver, leftOverRequests, totalRequests }
}

function leftOverEntry(left: Map<string, LeftOver>, pair: Pair): LeftOver {
  const { platform } = pair.known.priceClass
  const key = `${pair.originId} ${platform} ${pair.surface}`
  let entry = left.get(key)
  if (entry === undefined) {
    const { recorded: _ids, ...shown } = pair.origin
    left.set(key, (entry = { origin: { ...shown, tags: { ...shown.tags } }, platform, surface: pair.surface, requests: 0, tokens: 0 }))
  }
  return entry
}

/** Surfaces met for the first time get their slot in the order of their cost; the others keep theirs. */
function colourSlots(context: Context): Record<string, number> {
  const held = context.ledger.attribution.colourSlots()
  if (hasEverySurface(context, held)) return { ...held, [UNATTRIBUTED]: 0 }
  const { groups } = groupUsage(context, NO_FILTERS, { by: ['surface'] })
  const fresh = groups.flatMap(({ values }) => values.filter((value) => value !== null)).filter((surface) => surface !== UNATTRIBUTED && !Object.hasOwn(held, surface))
  if (fresh.length === 0) return { ...held, [UNATTRIBUTED]: 0 }
  const ordered = byCost(groups, 0).filter((surface) => fresh.includes(surface))
  return { ...context.ledger.attribution.giveColourSlots(ordered), [UNATTRIBUTED]: 0 }
}

/**
 * Whether each surface that an origin of the ledger could have is among those held. Asked at each start, when adding up
 * the usage of all days to see which surfaces there are would take a second of a year's million requests.
 */
function hasEverySurface(context: Context, held: Readonly<Record<string, number>>): boolean {
  const possible = context.attribution().possibleSurfaces()
  return possible !== null && [...possible].every((surface) => surface === UNATTRIBUTED || Object.hasOwn(held, surface))
}
