// Undo for edits: past values, with a run of changes to one control counted as one step. Pure.

export interface History<T> {
  past: readonly T[]
  present: T
  /** The control changed last; null after an undo or a load. */
  control: string | null
}

const KEPT = 100

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, control: null }
}

/** A slider drag is many changes of one control and one step back. */
export function change<T>(history: History<T>, next: T, control: string): History<T> {
  if (Object.is(next, history.present)) return history
  const past = history.control === control ? history.past : [...history.past, history.present].slice(-KEPT)
  return { past, present: next, control }
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  return before === undefined ? history : { past: history.past.slice(0, -1), present: before, control: null }
}
