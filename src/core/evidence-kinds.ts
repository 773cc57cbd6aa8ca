// Kinds of evidence: which importer's reports or bills say a day more exactly. Data with reasons; owns no choice.
import type { Basis } from './usage.ts'

export interface EvidenceKind {
  importer: string
  /** What it has that those after it have not, or why it comes last. Shown to the user. */
  why: string
}

/** The most exact first. Of kinds with as many tokens on a day, the earlier one counts. */
const EXACTEST_FIRST: Readonly<Record<Basis, readonly EvidenceKind[]>> = {
  requests: [],
  reports: [
    { importer: 'analytics-usage', why: 'has counts of requests' },
    { importer: 'admin-usage-report', why: 'tells tier, geography and prompt size apart' },
    { importer: 'console-usage-csv', why: 'is the same report with fewer columns' },
    { importer: 'cloudwatch-pull', why: 'knows account and Region of each series' },
    { importer: 'cloudwatch-metrics', why: 'names its series by label only' },
    { importer: 'claude-code-analytics', why: 'holds Claude Code alone' },
    { importer: 'claude-code-result', why: 'holds single sessions of Claude Code alone' },
  ],
  bills: [
    { importer: 'analytics-cost', why: 'has cost by request and by group' },
    { importer: 'admin-cost-report', why: 'has amounts to fractions of a cent' },
    { importer: 'console-cost-csv', why: 'rounds each row' },
    { importer: 'aws-cur', why: 'has each usage type with its quantity' },
    { importer: 'focus', why: 'has the same lines under common names' },
    { importer: 'cost-explorer', why: 'has sums of lines' },
  ],
}

/** 0 is the most exact; kinds that nobody ranked come last. */
export function exactnessRank(basis: Basis, importer: string): number {
  const at = EXACTEST_FIRST[basis].findIndex((kind) => kind.importer === importer)
  return at === -1 ? EXACTEST_FIRST[basis].length : at
}

/** Why a kind stands where it does among those of its basis; null where nobody ranked it. */
export function exactnessReason(basis: Basis, importer: string): string | null {
  return EXACTEST_FIRST[basis].find((kind) => kind.importer === importer)?.why ?? null
}
