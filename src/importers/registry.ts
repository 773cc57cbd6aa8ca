// The list of formats, and which of them a source is. By content; owns no format.
import type { Problem } from '../core/problem.ts'
import { adminCostReport } from './admin-cost-report.ts'
import { adminUsageReport } from './admin-usage-report.ts'
import { analyticsCost } from './analytics-cost.ts'
import { analyticsUsage } from './analytics-usage.ts'
import { awsCur } from './aws-cur.ts'
import { bedrockBatchOutput } from './bedrock-batch-output.ts'
import { bedrockInvocationLog } from './bedrock-invocation-log.ts'
import { claudeCodeAnalytics } from './claude-code-analytics.ts'
import { claudeCodeResult } from './claude-code-result.ts'
import { claudeCodeTranscript } from './claude-code-transcript.ts'
import { cloudwatchMetrics } from './cloudwatch-metrics.ts'
import { consoleCostCsv } from './console-cost-csv.ts'
import { consoleUsageCsv } from './console-usage-csv.ts'
import { costExplorer } from './cost-explorer.ts'
import { focus } from './focus.ts'
import type { Identification, Importer, SourceHead } from './importer.ts'
import { messageBatchResults } from './message-batch-results.ts'
import { messagesResponse } from './messages-response.ts'
import { sseStream } from './sse-stream.ts'

/** Those that look at little of the head come first: they often spare asking the others. */
export const IMPORTERS: readonly Importer[] = [
  bedrockInvocationLog,
  consoleUsageCsv,
  consoleCostCsv,
  messageBatchResults,
  bedrockBatchOutput,
  claudeCodeResult,
  claudeCodeTranscript,
  adminUsageReport,
  adminCostReport,
  analyticsUsage,
  analyticsCost,
  claudeCodeAnalytics,
  cloudwatchMetrics,
  costExplorer,
  awsCur,
  focus,
  sseStream,
  messagesResponse,
]

export interface Identified {
  importer: Importer
  identification: Identification
}

export function importerOf(id: string): Importer | null {
  return IMPORTERS.find((importer) => importer.id === id) ?? null
}

/** The importer that is surest; a tie or none is a problem the user sees. */
export function identify(head: SourceHead, importers: readonly Importer[] = IMPORTERS): Identified | Problem {
  const claims: Identified[] = []
  let best = 0
  for (const importer of importers) {
    if (importer.surest < best) continue
    const identification = importer.identify(head)
    if (identification === null) continue
    claims.push({ importer, identification })
    best = Math.max(best, identification.score)
  }
  const [first, ...others] = claims.filter(({ identification }) => identification.score === best)
  if (first === undefined) return UNKNOWN
  return others.length === 0 ? first : tie([first, ...others])
}

const UNKNOWN: Problem = {
  code: 'unknown-format',
  message: 'This file holds no usage that Token Ledger knows: its beginning fits none of the formats.',
  remedy: 'See the list of formats in the README. A log of another form can be imported once it has the API\'s usage object in it.',
}

function tie(claims: readonly Identified[]): Problem {
  return {
    code: 'ambiguous-format',
    message: `This file could be each of these formats: ${claims.map(({ importer }) => importer.title).join(', ')}.`,
    remedy: 'Import a file that holds one of them only.',
  }
}
