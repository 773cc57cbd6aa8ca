// Shapes of questions about evidence: what there is kind by kind, what counts, and which imports overlap.
import { z } from 'zod'
import { RELATIONS } from '../../core/overlap.ts'
import { basis, count, platform } from './shapes.ts'

/** One kind of evidence on one platform in a window. Days are UTC days. */
export const evidenceKind = z.strictObject({
  platform,
  basis,
  importer: z.string(),
  days: count,
  tokens: count,
  /** Days on which it counts, and its tokens on these. */
  countedDays: count,
  countedTokens: count,
  /** Of a bill: days for which it states money but no tokens. 0 for all other evidence. */
  moneyOnlyDays: count,
})

const side = z.strictObject({
  importId: count,
  label: z.string(),
  basis,
  importer: z.string(),
  /** On the days that both cover. */
  tokens: count,
  countedDays: count,
})

/** Two imports (or two kinds within one) that cover the same platform and UTC days. See core's overlap.ts. */
export const overlap = z.strictObject({ platform, relation: z.enum(RELATIONS), days: count, own: side, other: side })
