// Pulls of the Anthropic Admin API by UTC day: usage, cost, their analytics, and names. The key lives in these objects
// only: it is never stored, shown or in an error.
import { z } from 'zod'
import { countOf } from '../core/packed-records.ts'
import { problem, type Problem } from '../core/problem.ts'
import { BatchSink, type SourceBatch } from '../importers/batch-sink.ts'
import { importerOf } from '../importers/registry.ts'
import type { Importer } from '../importers/importer.ts'
import { AdminApi, type AdminPlace } from './anthropic-api.ts'
import { anthropicNames } from './anthropic-names.ts'
import { reportPages } from './anthropic-pages.ts'
import { callsOf, REPORT, type Report, type ReportPart } from './anthropic-reports.ts'
import { lastPulledDay, pullWindow, wholeWindow, type PullWindow, type RecordSource, type Remembered } from './record-source.ts'

export interface AnthropicAsk extends AdminPlace {
  /** UTC days, inclusive; null: see pullWindow. */
  from: string | null
  to: string | null
  nowMs: number
  remembered: Remembered
}

export const ANTHROPIC_PARTS = ['usage', 'cost', 'analytics-usage', 'analytics-cost', 'names'] as const
export type AnthropicPart = (typeof ANTHROPIC_PARTS)[number]

export interface AnthropicSource extends RecordSource {
  part: AnthropicPart
  /** UTC days; null: names have none. */
  window: PullWindow | null
}

/** What was asked for, each once, in the order of ANTHROPIC_PARTS. Throws a ProblemError. */
export function anthropicSources(ask: AnthropicAsk, parts: readonly AnthropicPart[]): AnthropicSource[] {
  const api = new AdminApi(ask)
  return ANTHROPIC_PARTS.filter((part) => parts.includes(part)).map((part) => (
    part === 'names' ? { ...anthropicNames(api, ask.remembered), part, window: null } : reportSource(api, ask, part)
  ))
}

/** The usage report alone. Throws a ProblemError. */
export function anthropicUsage(ask: AnthropicAsk): RecordSource & { window: PullWindow } {
  return reportSource(new AdminApi(ask), ask, 'usage')
}

/** `organization`: of the key it was pulled with, where the API told it. */
const memoryShape = z.object({ lastDay: z.string(), organization: z.string().nullable().default(null) })

/** One pull of whole UTC days; today's is partial until a later pull replaces it. */
function reportSource(api: AdminApi, ask: AnthropicAsk, part: ReportPart): AnthropicSource & { window: PullWindow } {
  const report = REPORT[part]
  const kept = memoryShape.safeParse(ask.remembered(report.memoryKey))
  const { lastDay, organization } = kept.success ? kept.data : { lastDay: null, organization: null }
  const { from, to, nowMs } = ask
  const window = within(report, pullWindow({ from, to, trailingDays: report.trailingDays }, lastDay, nowMs), nowMs)
  const read: HasRead = { organization: null, isWhole: false }
  return {
    part, window, name: report.name, importer: report.importer,
    read: (signal) => readReport({ api, report, window, sameAs: from === null ? organization : null, read }, signal),
    pulled: () => (read.organization === null ? null : { scope: read.organization, whole: read.isWhole ? wholeWindow(window) : null }),
    remember: () => ({
      key: report.memoryKey, value: { lastDay: lastPulledDay(window, lastDay, nowMs), organization: api.organization ?? organization },
    }),
  }
}

/** Without the days that the report does not reach back to. */
function within({ firstDay, what }: Report, window: PullWindow, nowMs: number): PullWindow {
  const first = firstDay(nowMs) ?? window.from
  if (window.to < first) throw problem('bad-days', `There are no ${what} before ${first}.`, 'Ask for later days, or leave it out.')
  return { from: first > window.from ? first : window.from, to: window.to }
}

interface Reading {
  api: AdminApi
  report: Report
  window: PullWindow
  /** The organisation whose last pull the window goes on from; null: it does not, or that is not known. */
  sameAs: string | null
  read: HasRead
}

interface HasRead {
  /** Whose rows they are; null: no answer told it. */
  organization: string | null
  /** Every row was read, and none rejected: one that cannot be read may be one that was read before. */
  isWhole: boolean
}

async function* readReport(
  { api, report, window, sameAs, read }: Reading, signal: AbortSignal,
): AsyncGenerator<SourceBatch, Problem | null> {
  const sink = new BatchSink()
  const reader = importerFor(report).read({ platform: null, route: null, tagKeys: [], sourceName: report.name }, sink)
  const calls = callsOf(report, window)
  let [position, brought, rejected] = [0, 0, 0]
  for (const call of calls) {
    for await (const { whole, items, isLast } of reportPages(api, call, signal)) {
      if (sameAs !== null && api.organization !== null && api.organization !== sameAs) throw otherOrganisation()
      read.organization = api.organization ?? read.organization
      for (const item of report.entry === 'page' ? [whole] : items) reader.entry(Buffer.from(JSON.stringify(item)), (position += 1))
      if (isLast && call === calls.at(-1)) reader.end()
      const batch = sink.take()
      brought += countOf(batch.records) + batch.rejected.length
      rejected += batch.rejected.length
      yield batch
    }
  }
  read.isWhole = rejected === 0
  return brought === 0 ? nothing(report, window) : null
}

function importerFor({ importer }: Report): Importer {
  const found = importerOf(importer)
  if (found === null) throw problem('no-importer', 'This version cannot read this report.', 'Leave it out.')
  return found
}

const otherOrganisation = () => problem(
  'other-organisation', 'This key belongs to another organisation than that of the last pull, whose days it would go on from.',
  'Name the first day that is wanted of this organisation.',
)

const nothing = ({ what }: Report, { from, to }: PullWindow): Problem => ({
  code: 'no-data', message: `The ${what} of the Anthropic API hold nothing from ${from} to ${to} (UTC).`,
  remedy: 'Pull other days, or use the Admin key of the organisation that makes the calls.',
})
