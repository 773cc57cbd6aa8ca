// Gaps of the price book as a person closes them: one a price or mapping, not one a prompt band. Pure.
import type { Output } from '../../src/api/contract/contract.ts'

type Gap = Output<'prices.gaps'>['gaps'][number]

/** Gaps that one price or one mapping closes: the same but for the prompt band. Days and counts cover them all. */
export function gapGroups(gaps: readonly Gap[]): Gap[] {
  const groups = new Map<string, Gap>()
  for (const gap of gaps) {
    const key = [gap.platform, gap.route, gap.model, gap.tier, gap.speed].join('\u0000')
    const held = groups.get(key)
    groups.set(
      key,
      held === undefined
        ? gap
        : {
            ...held,
            promptOver: Math.min(held.promptOver, gap.promptOver),
            firstDay: held.firstDay < gap.firstDay ? held.firstDay : gap.firstDay,
            lastDay: held.lastDay > gap.lastDay ? held.lastDay : gap.lastDay,
            requests: held.requests === null || gap.requests === null ? null : held.requests + gap.requests,
            tokens: held.tokens + gap.tokens,
          },
    )
  }
  return [...groups.values()]
}
