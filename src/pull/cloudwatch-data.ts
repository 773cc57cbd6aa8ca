// Reads GetMetricData to its end: pages, partial series, messages. Knows nothing of tokens.
import type { MessageData, MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { CloudWatch } from './cloudwatch-client.ts'
import { metricDataQuery, type Query, type Segment } from './cloudwatch-plan.ts'
import { nextToken } from './cloudwatch-series.ts'

/** GetMetricData takes no more queries in a call. */
export const MAX_QUERIES = 500
/** A series that came in part is asked for again, this often in all. */
const MAX_READINGS = 3
const HOUR_MS = 3_600_000

export interface SeriesData {
  /** Sums by the start of a UTC hour, other statistics by that of a UTC day. What has no point is absent. */
  points: Map<number, number>
  /** `unmentioned`: not in the answer. `part`: CloudWatch did not give all of it. `forbidden`: it may not be read. */
  state: 'unmentioned' | 'complete' | 'part' | 'forbidden'
}

export interface Answer {
  /** By the query's id. */
  data: Map<string, SeriesData>
  /** Codes of what CloudWatch had to say. */
  messages: Set<string>
}

/** All of one segment, for at most MAX_QUERIES queries. */
export async function readSegment(
  cloudWatch: CloudWatch, ask: { queries: readonly Query[]; segment: Segment }, signal: AbortSignal,
): Promise<Answer> {
  const answer: Answer = { data: new Map(), messages: new Set() }
  let open = ask.queries
  for (let reading = 1; open.length > 0 && reading <= MAX_READINGS; reading += 1) {
    for (const { id } of open) answer.data.set(id, { points: new Map(), state: 'unmentioned' })
    await readPages(cloudWatch, { queries: open, segment: ask.segment, answer }, signal)
    settle(answer)
    open = open.filter(({ id }) => answer.data.get(id)?.state === 'part')
  }
  return answer
}

/** A series that an answer passes over has no points, unless CloudWatch says that the answer is not whole. */
function settle({ data, messages }: Answer): void {
  for (const held of data.values()) {
    if (held.state === 'unmentioned') held.state = messages.size === 0 ? 'complete' : 'part'
  }
}

type Reading = { queries: readonly Query[]; segment: Segment; answer: Answer }

async function readPages(cloudWatch: CloudWatch, { queries, segment, answer }: Reading, signal: AbortSignal): Promise<void> {
  const { startMs, endMs, periodSeconds } = segment
  const isSum = new Set(queries.filter(({ stat }) => stat === 'Sum').map(({ id }) => id))
  const input = {
    MetricDataQueries: queries.map((query) => metricDataQuery(query, periodSeconds)),
    StartTime: new Date(startMs), EndTime: new Date(endMs), ScanBy: 'TimestampAscending' as const,
  }
  for (let token: string | undefined; ;) {
    const page = await cloudWatch.getMetricData({ ...input, ...(token === undefined ? {} : { NextToken: token }) }, signal)
    noteMessages(answer, page.Messages)
    for (const result of page.MetricDataResults ?? []) addResult(answer, result, { segment, isSum: isSum.has(result.Id ?? '') })
    token = nextToken(token, page.NextToken)
    if (token === undefined) return
  }
}

/** InternalError and PartialData may come right when asked for again. */
const STATES: Readonly<Record<string, SeriesData['state']>> = { Complete: 'complete', Forbidden: 'forbidden' }

/** The same series comes on several pages, in part on all but its last. */
function addResult(
  answer: Answer, result: MetricDataResult, { segment, isSum }: { segment: Segment; isSum: boolean },
): void {
  const { Id, Timestamps = [], Values = [], StatusCode, Messages } = result
  noteMessages(answer, Messages)
  const held = answer.data.get(Id ?? '')
  if (held === undefined) return
  for (const [index, at] of Timestamps.entries()) {
    const [ms, value] = [at.getTime(), Values[index]]
    if (value === undefined || ms < segment.startMs || ms >= segment.endMs) continue
    const hour = Math.floor(ms / HOUR_MS) * HOUR_MS
    held.points.set(hour, isSum ? (held.points.get(hour) ?? 0) + value : value)
  }
  held.state = STATES[StatusCode ?? 'Complete'] ?? 'part'
}

function noteMessages({ messages }: Answer, told: readonly MessageData[] = []): void {
  for (const { Code } of told) messages.add(/^[\w.-]{1,80}$/.test(Code ?? '') ? String(Code) : 'a message without a code')
}
