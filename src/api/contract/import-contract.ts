// Questions about imports and the evidence they brought: part of the contract.
import { z } from 'zod'
import { evidenceKind, overlap } from './evidence-shapes.ts'
import { basis, count, day, filters, pico, platform, problem, tally } from './shapes.ts'

const none = z.strictObject({})

const importSummary = z.strictObject({
  id: count,
  label: z.string(),
  startedAtMs: count,
  finishedAtMs: count.nullable(),
  state: z.enum(['running', 'done', 'cancelled', 'failed', 'undone']),
  /** Importer ids met, for instance `bedrock-invocation-log`. */
  importers: z.array(z.string()),
  sources: count,
  bytes: count,
  tally,
})

const reasonCount = z.strictObject({ reason: z.string(), count })

const importSource = z.strictObject({
  name: z.string(),
  importer: z.string().nullable(),
  /** Why it was not read, or not to its end. */
  problem: problem.nullable(),
  bytes: count.nullable(),
  tally,
  /** The source ended in the middle of an entry (not a rejection). */
  incompleteLastEntry: z.boolean(),
})

const tagKeyValues = z.strictObject({ key: z.string(), values: count })

/** Overrides what is derived of a source, and fills what it leaves open (model, day). */
export const sourceSetting = z.strictObject({
  source: z.string().trim().min(1),
  platform: platform.nullable(),
  route: z.string().trim().min(1).nullable(),
  model: z.string().trim().min(1).nullable(),
  day: day.nullable(),
})
export type SourceSetting = z.infer<typeof sourceSetting>

export const importMethods = {
  'imports.list': { input: none, output: z.strictObject({ imports: z.array(importSummary) }) },
  'imports.report': {
    input: z.strictObject({ id: count }),
    output: z.strictObject({
      summary: importSummary,
      sources: z.array(importSource),
      ignoredByReason: z.array(reasonCount),
      rejectedByReason: z.array(reasonCount),
      firstDay: day.nullable(),
      lastDay: day.nullable(),
      /** Each kind of evidence by itself: they are never added. Amounts in pico-USD; of bills, what their tokens cost at list. */
      brought: z.strictObject({
        evidence: z.array(z.strictObject({ basis, requests: count.nullable(), tokens: count, listCost: pico.nullable() })),
        origins: count, newOrigins: count,
      }),
      unpriced: z.array(z.strictObject({ platform, route: z.string(), model: z.string(), requests: count, tokens: count, isProfile: z.boolean() })),
      unattributedRequests: count,
      /** Requests without a time, which took the file's modification time. */
      assumedDates: count,
      /** Tag keys it has that have too many values in the ledger. */
      crowdedTags: z.array(tagKeyValues),
      /** Imports whose evidence covers the same platform and days; those where usage may count twice come first. */
      overlaps: z.array(overlap),
    }),
  },
  'imports.rejections': {
    input: z.strictObject({ id: count, offset: count.min(0), limit: count.min(1).max(10_000) }),
    output: z.strictObject({
      rows: z.array(z.strictObject({ source: z.string(), position: count, reason: z.string() })), total: count,
    }),
  },
  'imports.undo': { input: z.strictObject({ id: count }), output: z.strictObject({ removed: count, restored: count }) },
  /**
   * Reads files of an import again, with the settings of now; their earlier readings are taken back when that is done.
   * `names` null: all. `unknown`: sources whose place is not known (uploads, members of archives, pulls), left as they are.
   */
  'imports.readAgain': {
    input: z.strictObject({ id: count, names: z.array(z.string()).nullable() }),
    output: z.strictObject({ jobId: z.string().nullable(), files: count, unknown: z.array(z.string()) }),
  },
  /** Overlaps of all imports, each pair once. */
  'imports.overlaps': { input: none, output: z.strictObject({ overlaps: z.array(overlap) }) },
  /** How many values each tag key has in the ledger, those with the most first. */
  'usage.tagKeys': { input: none, output: z.strictObject({ keys: z.array(tagKeyValues) }) },
  /** What evidence the window holds, kind by kind, and on how many days each counts. Dates and platforms narrow it. */
  'usage.evidence': { input: z.strictObject({ filters }), output: z.strictObject({ kinds: z.array(evidenceKind) }) },
} as const
