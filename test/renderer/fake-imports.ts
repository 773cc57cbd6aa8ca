// The import questions of the contract, answered with a few made-up imports.
import type { Output } from '../../src/api/contract/contract.ts'
import type { Handlers } from './fake-bridge.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-22T13:06:00Z')

const NAMES: readonly [string, string, number][] = [
  ['AWSLogs/', 'bedrock-invocation-log', 2_418_306],
  ['direct-2026-11-21.jsonl.zst', 'messages-response', 318_940],
  ['claude-code/projects', 'claude-code-transcript', 401_227],
  ['usage_report_nov.json', 'admin-usage-report', 1_260],
]

const IMPORTS = NAMES.map(([label, importer, entries], index) => ({
  id: NAMES.length - index,
  label,
  startedAtMs: NOW - index * DAY - 11_800,
  finishedAtMs: NOW - index * DAY,
  state: 'done' as const,
  importers: [importer],
  sources: index === 0 ? 412 : 1,
  bytes: entries * 1_017,
  tally: { entries, accepted: entries - 46, duplicates: 24, ignored: 0, rejected: 22 },
}))

/** The invocation logs meet transcripts of the same days; the direct log meets a report of them. */
const OVERLAPS: Output<'imports.overlaps'>['overlaps'] = [
  {
    platform: 'bedrock', relation: 'requests', days: 5,
    own: { importId: 4, label: 'AWSLogs/', basis: 'requests', importer: 'bedrock-invocation-log', tokens: 8_204_113, countedDays: 5 },
    other: { importId: 2, label: 'claude-code/projects', basis: 'requests', importer: 'claude-code-transcript', tokens: 7_950_020, countedDays: 5 },
  },
  {
    platform: 'anthropic', relation: 'layers', days: 21,
    own: { importId: 3, label: 'direct-2026-11-21.jsonl.zst', basis: 'requests', importer: 'messages-response', tokens: 90_000_000, countedDays: 19 },
    other: { importId: 1, label: 'usage_report_nov.json', basis: 'reports', importer: 'admin-usage-report', tokens: 92_000_000, countedDays: 2 },
  },
]

const REASONS = [
  'Cut off: the file ends before the JSON does',
  'modelId is missing',
  'outputTokenCount is negative (-14)',
]
const REJECTIONS = Array.from({ length: 22 }, (_, index) => ({
  source: `AWSLogs/111122223333/BedrockModelInvocationLogs/18/14/T1403Z_a9${index}c.json.gz`,
  position: 311 + index * 17,
  reason: REASONS[index % 3] ?? '',
}))

type ImportMethods = 'imports.readAgain' | 'imports.overlaps' | 'imports.list' | 'imports.report' | 'imports.rejections' | 'imports.undo'

export const fakeImports: Pick<Handlers, ImportMethods> = {
  'imports.list': (_, state) => ({ imports: state.empty ? [] : IMPORTS }),
  'imports.report': ({ id }) => {
    const summary = IMPORTS.find((one) => one.id === id) ?? IMPORTS[0]
    if (summary === undefined) throw new Error('no import')
    return {
      summary,
      sources: [
        {
          name: 'AWSLogs/18/14/T1403Z_a91c.json.gz',
          importer: 'bedrock-invocation-log',
          problem: null,
          bytes: summary.bytes,
          tally: summary.tally,
          incompleteLastEntry: true,
        },
      ],
      ignoredByReason: [],
      rejectedByReason: REASONS.map((reason, index) => ({ reason, count: index === 0 ? 8 : 7 })),
      firstDay: '2026-11-17',
      lastDay: '2026-11-22',
      brought: {
        evidence: [{ basis: 'requests', requests: summary.tally.accepted, tokens: 25_900_000_000, listCost: '5618270000000000' }],
        origins: 41,
        newOrigins: 2,
      },
      unpriced: [
        {
          platform: 'bedrock',
          route: 'unknown',
          model: 'application-inference-profile/x7k2',
          requests: 7_200,
          tokens: 11_448_000,
          isProfile: true,
        },
      ],
      unattributedRequests: 9_204,
      assumedDates: 0,
      crowdedTags: [],
      overlaps: OVERLAPS.filter(({ own }) => own.importId === id),
    }
  },
  'imports.rejections': ({ offset, limit }) => ({
    rows: REJECTIONS.slice(offset, offset + limit),
    total: REJECTIONS.length,
  }),
  'imports.overlaps': (_, state) => ({ overlaps: state.empty ? [] : OVERLAPS }),
  'imports.readAgain': () => ({ jobId: 'again-1', files: 1, unknown: [] }),
  'imports.undo': () => ({ removed: 2_418_260, restored: 0 }),
}
