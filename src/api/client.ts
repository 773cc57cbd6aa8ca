// The page's end of the contract: typed calls over a bridge. Parses what comes back; turns a failure into a ProblemError.
import { ProblemError, problem } from '../core/problem.ts'
import type { Bridge } from './bridge.ts'
import { reply, type Input, type Method, type Output } from './contract/contract.ts'
import { plainProblem, SCHEMAS } from './schemas.ts'

export interface Client {
  /** Throws a ProblemError for a failure, and for an answer that does not keep to the contract. */
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>
}

export function createClient(bridge: Pick<Bridge, 'call'>): Client {
  return {
    async call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
      const answer = reply.safeParse(await bridge.call(method, input))
      if (!answer.success) throw strange(method)
      if (!answer.data.ok) throw new ProblemError(plainProblem(answer.data.problem))
      const output = SCHEMAS[method].output.safeParse(answer.data.value)
      if (!output.success) throw strange(method)
      return output.data
    },
  }
}

/** Amounts cross the contract as text; this makes them exact numbers again. */
export function pico(text: string): bigint {
  return BigInt(text)
}

function strange(method: Method): ProblemError {
  const remedy = 'Restart the app; if it stays, the parts are of different versions.'
  return problem('strange-answer', `The answer to ${method} could not be read.`, remedy)
}
