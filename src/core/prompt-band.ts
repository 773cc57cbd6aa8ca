// Prompt size and the bands it is cut into. A band never straddles a price threshold. Knows no prices.
import type { TokenCounts } from './usage.ts'

/**
 * Every threshold at which a price changes (100,000 and 200,000 tokens), and those thresholds over and times the
 * tokenizer factor 13/10, so that a pass stays on one side of a threshold when a what-if changes its tokenizer.
 */
export const PROMPT_CUTS: readonly number[] = [76_923, 100_000, 130_000, 153_846, 200_000, 260_000]

/** Prompt sizes in (over, upTo]; upTo null: no upper end. */
export interface PromptBand {
  over: number
  upTo: number | null
}

/** Tokens of the prompt of one pass: everything but its output. */
export function promptSize(tokens: TokenCounts): number {
  return tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
}

/** The band of one pass. A size exactly at a cut belongs below it: a tier applies only over its threshold. */
export function promptBand(size: number): PromptBand {
  const upper = PROMPT_CUTS.findIndex((cut) => size <= cut)
  if (upper === -1) return { over: PROMPT_CUTS.at(-1) ?? 0, upTo: null }
  return { over: PROMPT_CUTS[upper - 1] ?? 0, upTo: PROMPT_CUTS[upper] ?? null }
}
