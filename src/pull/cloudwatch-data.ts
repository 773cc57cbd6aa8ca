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
  /** Sum of a UTC hour by its start. Hours without a point are absent. */
  hours: Map<number, number>
  /** False where CloudWatch did not give all of it. */
  complete: boolean
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
    for (const { id } of open) answer.data.set(id, { hours: new Map(), complete: true })
    await readPages(cloudWatch, { queries: open, segment: ask.segment, answer }, signal)
    open = open.filter(({ id }) => answer.data.get(id)?.complete === false)
  }
  return answer
}

type Reading = { queries: readonly Query[]; segment: Segment; answer: Answer }

async function readPages(cloudWatch: CloudWatch, { queries, segment, answer }: Reading, signal: AbortSignal): Promise<void> {
  const { startMs, endMs, periodSeconds } = segment
  const input = {
    MetricDataQueries: queries.map((query) => metricDataQuery(query, periodSeconds)),
    StartTime: new Date(startMs), EndTime: new Date(endMs), ScanBy: 'TimestampAscending' as const,
  }
  for (let token: string | undefined; ;) {
    const page = await cloudWatch.getMetricData({ ...input, ...(token === undefined ? {} : { NextToken: token }) }, signal)
    noteMessages(answer, page.Messages)
    for (const result of page.MetricDataResults ?? []) addResult(answer, result, segment)
    token = nextToken(token, page.NextToken)
    if (token === undefined) return
  }
}

/** The same series comes on several pages, in part on all but its last. */
function addResult(answer: Answer, result: MetricDataResult, segment: Segment): void {
  const { Id, Timestamps = [], Values = [], StatusCode, Messages } = result
  noteMessages(answer, Messages)
  const held = answer.data.get(Id ?? '')
  if (held === undefined) return
  for (const [index, at] of Timestamps.entries()) {
    const [ms, value] = [at.getTime(), Values[index]]
    if (value === undefined || ms < segment.startMs || ms >= segment.endMs) continue
    const hour = Math.floor(ms / HOUR_MS) * HOUR_MS
    held.hours.set(hour, (held.hours.get(hour) ?? 0) + value)
  }
  held.complete = StatusCode === undefined || StatusCode === 'Complete'
}

function noteMessages({ messages }: Answer, told: readonly MessageData[] = []): void {
  for (const { Code } of told) messages.add(/^[\w.-]{1,80}$/.test(Code ?? '') ? String(Code) : 'a message without a code')
}
