// What a pull of one account and Region leaves for the next: names that were seen, and where it stopped.
import { z } from 'zod'
import type { Segment } from './cloudwatch-plan.ts'
import { DAY_MS, dayMs, dayText, lastPulledDay, pullWindow, TRAILING_DAYS, type PullWindow } from './record-source.ts'

const days = z.object({ from: z.string(), to: z.string() })
const memoryShape = z.object({
  models: z.object({ 'AWS/Bedrock': z.array(z.string()), 'AWS/BedrockMantle': z.array(z.string()) }),
  /** What application profiles stand for. */
  profiles: z.record(z.string(), z.object({ model: z.string().nullable(), route: z.string() })).default({}),
  lastDay: z.string().nullable(),
  /** A pull that was cut short: where it began, and the days it had read whole. */
  unfinished: z.object({ from: z.string(), done: z.array(days) }).nullable().default(null),
})
export type Memory = z.infer<typeof memoryShape>

const NOTHING: Memory = { models: { 'AWS/Bedrock': [], 'AWS/BedrockMantle': [] }, profiles: {}, lastDay: null, unfinished: null }

export function readMemory(kept: unknown): Memory {
  const read = memoryShape.safeParse(kept)
  return read.success ? read.data : NOTHING
}

export interface Course {
  window: PullWindow
  /** Parts of the window that must be asked for, oldest first. */
  open: PullWindow[]
  /** Parts that an earlier, unfinished pull has read. */
  done: PullWindow[]
}

/** The same days as an unfinished pull, or none named: goes on from there. Throws a ProblemError for days in the wrong order. */
export function courseOf(
  asked: { from: string | null; to: string | null }, { lastDay, unfinished }: Memory, nowMs: number,
): Course {
  const isLater = unfinished !== null && (asked.to === null || asked.to >= unfinished.from)
  const window = pullWindow({ from: asked.from ?? (isLater ? unfinished.from : null), to: asked.to }, lastDay, nowMs)
  const done = unfinished?.from === window.from ? unfinished.done : []
  return { window, done, open: without(window, done) }
}

/** The days of a window that are in none of the others. */
function without(window: PullWindow, others: readonly PullWindow[]): PullWindow[] {
  const open: PullWindow[] = []
  let from = window.from
  for (const other of others.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const before = [window.to, dayText(dayMs(other.from) - DAY_MS)].toSorted()[0] ?? window.to
    if (from <= before) open.push({ from, to: before })
    from = [from, dayText(dayMs(other.to) + DAY_MS)].toSorted()[1] ?? from
  }
  if (from <= window.to) open.push({ from, to: window.to })
  return open
}

/** How far a pull is. Parts are noted as they are read whole. */
export class PullState {
  readonly #course: Course
  readonly #memory: Memory
  readonly #nowMs: number
  readonly #open: Set<Segment>
  readonly #done: PullWindow[]

  constructor(course: Course, memory: Memory, { segments, nowMs }: { segments: readonly Segment[]; nowMs: number }) {
    this.#course = course
    this.#memory = memory
    this.#nowMs = nowMs
    this.#open = new Set(segments)
    this.#done = [...course.done]
  }

  /** Its last days may still be revised: they are asked for again when the pull goes on. */
  read(segment: Segment): void {
    this.#open.delete(segment)
    const from = dayText(segment.startMs)
    const to = [dayText(segment.endMs - 1), dayText(this.#nowMs - TRAILING_DAYS * DAY_MS)].toSorted()[0] ?? from
    if (from <= to) this.#done.push({ from, to })
  }

  progress(): Pick<Memory, 'lastDay' | 'unfinished'> {
    const { window } = this.#course
    const { lastDay } = this.#memory
    if (this.#open.size > 0) return { lastDay, unfinished: { from: window.from, done: this.#done } }
    return { lastDay: lastPulledDay(window, lastDay, this.#nowMs), unfinished: null }
  }
}
