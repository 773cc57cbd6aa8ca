// Work that takes long, in steps between which others may go on. Pure: who runs it decides when.

/** What work in steps comes to, done at once. */
export function atOnce<T>(steps: Iterator<unknown, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
