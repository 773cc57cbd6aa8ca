// Warnings of a projection with one line a cause: who it concerns is a list, not a repetition. Pure.
import { money } from '../../format.ts'
import { parseUsd } from '../../../src/core/money.ts'
import type { PicoRow } from '../../../src/core/projection-json.ts'

export interface WarningLine {
  /** Surfaces that it concerns, dearest first; empty: the projection as a whole. */
  surfaces: string[]
  text: string
}

/** Bounds of several surfaces add up to a bound of all of them. */
const BOUND = /at most (\d+(?:\.\d+)?) USD/

interface Cause {
  surfaces: string[]
  text: string
  bound: bigint | null
}

const boundOf = (text: string): bigint | null => {
  const amount = BOUND.exec(text)?.[1]
  return amount === undefined ? null : parseUsd(amount)
}

function lineOf({ surfaces, text, bound }: Cause): WarningLine {
  return { surfaces, text: bound === null ? text : text.replace(BOUND, () => `at most ${money(bound)}`) }
}

const byCost = (a: PicoRow, b: PicoRow) => (a.current < b.current ? 1 : a.current > b.current ? -1 : 0)

export function warningLines(whole: readonly string[], rows: readonly PicoRow[], nameOf: (row: PicoRow) => string): WarningLine[] {
  const causes = new Map<string, Cause>(whole.map((text) => [text, { surfaces: [], text, bound: boundOf(text) }]))
  for (const row of rows.toSorted(byCost)) {
    for (const text of new Set(row.warnings)) {
      const key = text.replace(BOUND, 'at most')
      const [held, bound] = [causes.get(key), boundOf(text)]
      if (held === undefined) causes.set(key, { surfaces: [nameOf(row)], text, bound })
      else {
        held.surfaces.push(nameOf(row))
        if (bound !== null) held.bound = (held.bound ?? 0n) + bound
      }
    }
  }
  return [...causes.values()].map(lineOf)
}

const NAMED = 2

/** `support-bot`, `support-bot and voice`, `support-bot, voice and 3 more`. */
export function concernsText(surfaces: readonly string[]): string {
  if (surfaces.length <= NAMED) return surfaces.join(' and ')
  return `${surfaces.slice(0, NAMED).join(', ')} and ${surfaces.length - NAMED} more`
}
