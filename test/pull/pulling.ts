// What tests of pulls share: a backend with a server beside it, one pull as an import, and a clock that waits for nobody.
import type { PullClock } from '../../src/pull/anthropic-api.ts'
import { ProblemError } from '../../src/core/problem.ts'
import type { RecordSource } from '../../src/pull/record-source.ts'
import { EVERYTHING, type TestBackend } from '../api/test-backend.ts'

/** Notes how long it was asked to wait; time passes by that much at once. */
export class FakeClock implements PullClock {
  #nowMs: number
  readonly waits: number[] = []

  constructor(nowMs: number) {
    this.#nowMs = nowMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  wait(ms: number): Promise<void> {
    this.waits.push(ms)
    this.#nowMs += ms
    return Promise.resolve()
  }
}

/** One import of these sources, to its end. */
export async function bring(held: TestBackend, records: readonly RecordSource[]) {
  const id = await held.backend.startImport({ label: 'pull', sources: [], records, sourcesTotal: records.length, bytesTotal: null }).done
  return { id, ...await held.client.call('imports.report', { id }) }
}

export const totalsOf = async (held: TestBackend, by: 'model' | 'apiKey' | 'workspace' | 'surface' | 'day' = 'model') =>
  held.client.call('usage.totals', { filters: EVERYTHING, by: [by] })

/** The problem that a piece of work ends with. */
export async function problemIn(work: Promise<unknown>) {
  const error: unknown = await work.then(() => null, (reason: unknown) => reason)
  return error instanceof ProblemError ? error.problem : error
}
