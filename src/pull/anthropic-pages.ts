// Goes through the pages of an answer, by opaque cursor (reports) or by the last id (lists). Knows no report's content.
// https://platform.claude.com/docs/en/api/admin (read 2026-11-22)
import { z } from 'zod'
import { problem, type ProblemError } from '../core/problem.ts'
import type { AdminApi, AdminCall } from './anthropic-api.ts'

export interface Page {
  /** All of it: some say beside their items how fresh they are. */
  whole: unknown
  items: readonly unknown[]
  isLast: boolean
}

const reportShape = z.object({ data: z.array(z.unknown()), has_more: z.boolean().nullish(), next_page: z.string().nullish() })
const listShape = z.object({ data: z.array(z.unknown()), has_more: z.boolean().nullish(), last_id: z.string().nullish() })

/** An answer that goes on for ever without an item is none. */
const MAX_EMPTY_PAGES = 100

/** A cursor belongs to its exact query, so all but `page` stays as it is. */
export function reportPages(api: AdminApi, call: AdminCall, signal: AbortSignal): AsyncGenerator<Page> {
  return pagesOf(async (cursor) => {
    const whole = await api.get(withParameter(call, 'page', cursor), signal)
    const told = reportShape.safeParse(whole)
    if (!told.success) throw notThis(call)
    const { data, has_more: more, next_page: next } = told.data
    if (more === true && (next ?? '') === '') throw notThis(call)
    return { whole, items: data, next: more === false ? '' : next ?? '' }
  }, call)
}

export function listPages(api: AdminApi, call: AdminCall, signal: AbortSignal): AsyncGenerator<Page> {
  return pagesOf(async (cursor) => {
    const whole = await api.get(withParameter(call, 'after_id', cursor), signal)
    const told = listShape.safeParse(whole)
    if (!told.success) throw notThis(call)
    const { data, has_more: more, last_id: last } = told.data
    if (more === true && (last ?? '') === '') throw notThis(call)
    return { whole, items: data, next: more === true ? last ?? '' : '' }
  }, call)
}

/** `next` is empty on the last page. */
type Ask = (cursor: string) => Promise<Omit<Page, 'isLast'> & { next: string }>

async function* pagesOf(ask: Ask, call: AdminCall): AsyncGenerator<Page> {
  const seen = new Set<string>()
  let [cursor, empty] = ['', 0]
  do {
    const { next, ...page } = await ask(cursor)
    empty = page.items.length === 0 ? empty + 1 : 0
    // A page that was given before would be given for ever.
    if (empty > MAX_EMPTY_PAGES || (next !== '' && seen.has(next))) throw goesInCircles(call)
    seen.add(next)
    cursor = next
    yield { ...page, isLast: cursor === '' }
  } while (cursor !== '')
}

function withParameter(call: AdminCall, name: string, value: string): AdminCall {
  if (value === '') return call
  const query = new URLSearchParams(call.query)
  query.set(name, value)
  return { ...call, query }
}

const notThis = ({ what }: AdminCall): ProblemError => problem(
  'bad-answer', `The answer holds no ${what} of the Anthropic API.`, 'Check the endpoint; without one the Anthropic API itself is asked.',
)

const goesInCircles = ({ what }: AdminCall): ProblemError => problem(
  'bad-answer', `The pages of ${what} come round to where they were.`, 'Pull again later; what came before it is kept.',
)
