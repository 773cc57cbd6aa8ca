// Work that takes long, in slices: other calls are answered in between. The ledger may change meanwhile.
import { nextSlice } from './turns.ts'

/** Well under a quarter of a second, however many calls wait for their turn. */
const LONGEST_SLICE_MS = 20

/** All of what takes long to make one by one. */
export async function inSlices<T>(items: Iterable<T>): Promise<T[]> {
  const made: T[] = []
  await resultInSlices((function* keeping() {
    for (const item of items) yield made.push(item)
  })())
  return made
}

/** What work in steps comes to. */
export async function resultInSlices<T>(steps: Generator<unknown, T>): Promise<T> {
  let beganAt = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (performance.now() - beganAt < LONGEST_SLICE_MS) continue
    await nextSlice()
    beganAt = performance.now()
  }
}
