// The difference as a walk from "Today": one bar a part, each standing where the one before ended. Pure.

import { PARTS, type Part } from '../../../src/core/projection.ts'

export type Parts = Readonly<Record<Part, bigint>>

export const PART_LABELS: Readonly<Record<Part, string>> = {
  model: 'Model',
  route: 'Route',
  tier: 'Tier',
  caching: 'Caching',
  tokenizer: 'Tokenizer',
  discount: 'Discount',
  fixed: 'Fixed',
}

export interface WaterfallStep {
  key: Part | 'difference'
  label: string
  /** Pico-USD a month; negative is cheaper. */
  value: bigint
  from: bigint
  to: bigint
}

/** Seven steps and the difference, which equals their sum to the last digit. */
export function waterfall(parts: Parts): WaterfallStep[] {
  const steps: WaterfallStep[] = []
  let at = 0n
  for (const part of PARTS) {
    steps.push({ key: part, label: PART_LABELS[part], value: parts[part], from: at, to: at + parts[part] })
    at += parts[part]
  }
  return [...steps, { key: 'difference', label: 'Difference', value: at, from: 0n, to: at }]
}
