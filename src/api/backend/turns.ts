// Whose turn it is on the backend's one thread: answers that are worked out in slices go before the next step of an import. Knows
// neither.
import { setImmediate } from 'node:timers/promises'

/** An import moves on after this long, however much is asked meanwhile. */
const LONGEST_WAIT_MS = 150

/** Answers that wait for their next slice. */
let unfinished = 0
const isAnswering = () => unfinished > 0

/** Between two slices of an answer: others have their turn. */
export async function nextSlice(): Promise<void> {
  unfinished += 1
  try {
    await setImmediate()
  } finally {
    unfinished -= 1
  }
}

/**
 * Between two steps of an import: whatever was asked meanwhile is answered first. With a step after every slice, an answer in five
 * slices took as long as five steps. In Electron a question that has come may only be heard after a second turn.
 */
export async function afterCalls(): Promise<void> {
  const from = performance.now()
  await setImmediate()
  do await setImmediate()
  while (isAnswering() && performance.now() - from < LONGEST_WAIT_MS)
}
