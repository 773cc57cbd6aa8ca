// Generated logs and bills of both providers as sources, in the formats a user would drop: about 90 days up to now.
// Deterministic: the same instant gives the same bytes.
import { addDays, utcDayOf } from '../../../core/calendar.ts'
import type { LogSource } from '../../../importers/importer.ts'
import { loggedResponse, transcriptLines } from './anthropic-lines.ts'
import { bedrockLine, brokenBedrockLines } from './bedrock-lines.ts'
import { sampleBills } from './bills.ts'
import { chance, type Chance } from './random.ts'
import { callsOf, type Call, type Span } from './traffic.ts'
import { WORKLOADS, type Workload } from './workloads.ts'

/** Whole days before today. */
const WHOLE_DAYS = 90

/** The log of one workload lacks a working day, so that the reconciliation has something to find. */
const LOST = { workload: 'code-review', daysAgo: 9 }

const BATCH_LINES = 500

export function sampleSources(nowMs: number): LogSource[] {
  const today = utcDayOf(nowMs)
  const days = Array.from({ length: WHOLE_DAYS + 1 }, (_, at) => addDays(today, at - WHOLE_DAYS))
  const span = { days, untilMs: nowMs }
  const logs = WORKLOADS.map((workload) => ({
    name: nameOf(workload),
    size: null,
    modifiedAtMs: nowMs,
    open: () => bytesOf(workload, span),
  }))
  return [...logs, ...sampleBills(span)]
}

function nameOf({ id, format, region }: Workload): string {
  if (format === 'claude-code') return `.claude/projects/-srv-ci-${id}/sessions.jsonl`
  return format === 'messages-log' ? `app-logs/${id}.jsonl` : `AWSLogs/BedrockModelInvocationLogs/${region}/${id}.json`
}

async function* bytesOf(workload: Workload, span: Span): AsyncGenerator<Uint8Array> {
  // Ids have chance of their own, so that bills meet the same calls without writing them.
  const random = chance(`${workload.id} ids`)
  const lostDay = workload.id === LOST.workload ? lostDayOf(utcDayOf(span.untilMs)) : null
  let lines: string[] = []
  for (const call of callsOf(workload, span, chance(workload.id))) {
    if (utcDayOf(call.atMs) === lostDay) continue
    lines.push(...linesOf(workload, call, random))
    if (lines.length < BATCH_LINES) continue
    yield Buffer.from(`${lines.join('\n')}\n`)
    lines = []
  }
  yield Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** The last working day that is at least so many days ago. */
export function lostDayOf(today: string): string {
  const day = addDays(today, -LOST.daysAgo)
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 6 ? addDays(day, -1) : weekday === 0 ? addDays(day, -2) : day
}

function linesOf(workload: Workload, call: Call, random: Chance): string[] {
  if (workload.format === 'claude-code') return transcriptLines(workload, call, random)
  if (workload.format === 'messages-log') return [loggedResponse(workload, call, random)]
  const line = bedrockLine(workload, call, random)
  return workload.id === 'doc-search' && call.serial === 40 ? [...brokenBedrockLines(line), line] : [line]
}
