// How a series of the cost chart is called and coloured. Surfaces keep theirs everywhere; platforms have a ramp.
import { useCallback } from 'react'
import { seriesFill, type Fill } from '../../components/swatch.tsx'
import { platformLabel } from '../../../src/core/placement.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import { PLATFORMS, type Platform } from '../../../src/core/usage.ts'
import { useModelNames, useSurfaceSlots } from '../../state/ledger.tsx'
import { COST_CLASS_NAMES, COST_CLASSES, OTHER, type StackKey } from './stack-model.ts'

export type LookOf = (key: string) => { name: string; fill: Fill }

const PLATFORM_FILLS: Readonly<Record<Platform, Fill>> = {
  anthropic: { colour: 'var(--q6)', hatched: false },
  bedrock: { colour: 'var(--q4)', hatched: false },
  'claude-platform-aws': { colour: 'var(--q5)', hatched: true },
  'google-cloud': { colour: 'var(--t3)', hatched: false },
  foundry: { colour: 'var(--t3)', hatched: true },
}

/** `keys` in stack order: models take the series colours by rank. */
export function useSeriesLook(stack: StackKey, keys: readonly string[]): LookOf {
  const slotOf = useSurfaceSlots()
  const nameOf = useModelNames()
  return useCallback(
    (key) => {
      if (key === OTHER || key === UNATTRIBUTED) return { name: key, fill: seriesFill(0) }
      switch (stack) {
        case 'surface':
          return { name: key, fill: seriesFill(slotOf(key)) }
        case 'model':
          return { name: nameOf(key), fill: seriesFill(keys.indexOf(key) + 1) }
        case 'platform': {
          const platform = PLATFORMS.find((name) => name === key)
          return platform === undefined
            ? { name: key, fill: seriesFill(0) }
            : { name: platformLabel(platform), fill: PLATFORM_FILLS[platform] }
        }
        case 'token-class': {
          const at = COST_CLASSES.findIndex((name) => name === key)
          const name = COST_CLASSES[at]
          return name === undefined
            ? { name: key, fill: seriesFill(0) }
            : { name: COST_CLASS_NAMES[name], fill: seriesFill(at + 1) }
        }
      }
    },
    [stack, keys, slotOf, nameOf],
  )
}
