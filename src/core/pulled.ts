// What a pull has read: whose figures, and of which time all of them. Types only.

/** What one source of a pull may speak for. */
export interface Pulled {
  /** Whose figures these are (an organisation; an account and Region): a pull speaks for nobody else's. */
  scope: string
  /** Null: nothing was read whole. */
  whole: WholeSpan | null
}

/** [fromMs, toMs): all that its provider holds of it was read. What an earlier pull brought of it and this one did not is gone. */
export interface WholeSpan {
  fromMs: number
  toMs: number
  /** The models this is true of, as the source spells them; null: every one. */
  models: readonly string[] | null
}
