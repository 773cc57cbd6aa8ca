// What a refusal of the Anthropic Admin API says to the user, by its status. Knows no key and no answer's text.
// https://platform.claude.com/docs/en/api/errors (read 2026-11-22)
import { problem, type ProblemError } from '../core/problem.ts'

export interface Refused {
  /** What was asked for, in words: "usage reports". */
  what: string
  /** How long the API asks to wait. */
  waitMs: number
}

export function refusal(status: number, { what, waitMs }: Refused): ProblemError {
  if (status === 401) {
    return problem(
      'bad-key', 'The Anthropic API does not accept this key.',
      'Use an Admin key (sk-ant-admin...); ordinary API keys cannot read reports.',
    )
  }
  if (status === 403) {
    const remedy = 'Use an Admin key of an organisation; individual accounts have none.'
    return problem('access-denied', `This key may not read ${what}.`, remedy)
  }
  if (status === 404) {
    return problem('not-offered', `The Anthropic API offers no ${what} here.`, 'Leave it out; check the endpoint if you gave one.')
  }
  if (status === 429) {
    const minutes = Math.max(1, Math.ceil(waitMs / 60_000))
    return problem('throttled', 'The Anthropic API takes no more calls for now.', `Pull again in ${minutes} min.`)
  }
  return status < 500 ? oddRefusal(status) : fault(status)
}

function oddRefusal(status: number): ProblemError {
  if (status >= 300 && status < 400) {
    return problem('redirected', 'This address sends on to another one. The key was not sent there.', 'Give the last address as the endpoint.')
  }
  const remedy = 'Check the days asked for, and the endpoint if you gave one.'
  return problem('refused', `The Anthropic API refused the call (status ${status}).`, remedy)
}

function fault(status: number): ProblemError {
  const message = `The Anthropic API has a fault or is overloaded (status ${status}), also after several tries.`
  return problem('overloaded', message, 'Pull again later.')
}
