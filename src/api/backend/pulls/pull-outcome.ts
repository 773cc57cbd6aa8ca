// How a pull ended: what its sources threw, and what they had to say of an answer that was read all the same.
import type { Problem } from '../../../core/problem.ts'
import type { RecordSource } from '../../../pull/record-source.ts'
import { problemOf } from '../import-problem.ts'

export interface Told {
  failed: Problem | null
  note: Problem | null
}

/** The sources, each telling `told` how it ended. The first failure and the first remark count. */
export function listened(sources: readonly RecordSource[], told: Told): RecordSource[] {
  return sources.map((source) => ({
    name: source.name,
    importer: source.importer,
    async *read(signal: AbortSignal) {
      try {
        const note = yield* source.read(signal)
        told.note ??= note
        return note
      } catch (error) {
        if (!signal.aborted) told.failed ??= problemOf(error)
        throw error
      }
    },
    remember: () => source.remember(),
    pulled: () => source.pulled(),
  }))
}
