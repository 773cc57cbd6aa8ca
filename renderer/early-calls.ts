// The first questions, asked while the code of the app is still being loaded; the app gets their answers when it asks the same.
import type { Bridge } from '../src/api/bridge.ts'
import type { Question } from './api.ts'
import { parseFilters } from './state/filters.ts'
import { parseHash } from './state/hash.ts'
import { todayOf, windowOf } from './state/view-window.ts'
import { firstQuestions } from './views/overview/questions.ts'

export interface EarlyCalls {
  /** Hands each early answer over once; carries every other call. */
  bridge: Bridge
  /** What was asked early, once it is all known and answered. */
  asked: Promise<readonly Question[]>
}

/** So long the answers wait for each other, so that the figures come in one picture. */
const TOGETHER_MS = 1500

/** After this the ledger may have changed: whoever asks then asks anew. */
const FRESH_MS = 10_000

export function askEarly(bridge: Bridge): EarlyCalls {
  const held = new Map<string, Promise<unknown>>()
  const ask = ({ method, input }: Question): Promise<unknown> => {
    const answer = bridge.call(method, input)
    held.set(keyOf(method, input), answer)
    return answer
  }
  const forget = () => held.clear()
  const stop = bridge.onEvent(forget)
  setTimeout(() => {
    stop()
    forget()
  }, FRESH_MS)
  const frame: Question[] = [{ method: 'ledger.status', input: {} }, { method: 'settings.get', input: {} }, { method: 'surfaces.colours', input: {} }]
  const [status, ...others] = frame.map(ask)
  const asked = Promise.resolve(status).then(async (reply) => {
    performance.mark('first answer')
    const ofView = questionsFor(window.location.hash, reply)
    await Promise.all([...others, ...ofView.map(ask)])
    return [...frame, ...ofView]
  })
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, TOGETHER_MS)
  })
  const together = Promise.race([asked, late])
  return {
    bridge: {
      ...bridge,
      call: (method, input) => {
        const key = keyOf(method, input)
        const early = held.get(key)
        held.delete(key)
        return early === undefined ? bridge.call(method, input) : together.then(() => early)
      },
    },
    asked,
  }
}

const keyOf = (method: string, input: unknown): string => `${method} ${JSON.stringify(input)}`

/** Only for the view that a window opens on. */
function questionsFor(hash: string, status: unknown): Question[] {
  const { place, params } = parseHash(hash)
  const known = statusIn(status)
  if (place !== 'overview' || known === null || known.firstDay === null) return []
  return firstQuestions(windowOf(parseFilters(params), known, todayOf(known.tz)))
}

/** The answer's own check comes later, with the contract; what looks wrong here is only not asked early. */
function statusIn(reply: unknown): { firstDay: string | null; lastDay: string | null; tz: string } | null {
  if (typeof reply !== 'object' || reply === null || !('value' in reply)) return null
  const { value } = reply
  if (typeof value !== 'object' || value === null || !('tz' in value) || typeof value.tz !== 'string') return null
  const day = (found: unknown) => (typeof found === 'string' ? found : null)
  return { tz: value.tz, firstDay: 'firstDay' in value ? day(value.firstDay) : null, lastDay: 'lastDay' in value ? day(value.lastDay) : null }
}
