// Carries one contract call to its handler: checks the input, answers with a reply. Never throws, never leaks content.
import { ProblemError, type Problem } from '../core/problem.ts'
import { contract, type Method, type Output, type Reply } from './contract/contract.ts'
import { SCHEMAS, type Parsed } from './schemas.ts'

/** One function a method. May be synchronous; throws a ProblemError for what the user should read. */
export type Handlers = { [M in Method]: (input: Parsed<M>) => Output<M> | Promise<Output<M>> }

export type Dispatch = (method: string, input: unknown) => Promise<Reply>

export interface DispatchHooks {
  /** Hears of errors that are nobody's answer; the caller is told only that there was one. */
  onUnexpected?(error: unknown): void
  /** Awaited before the handler of a call with a valid input. */
  before?: ((method: Method, input: object) => Promise<void>) | undefined
  /** An error in plain words where it is known; any other as it is. */
  explain?(error: unknown): unknown
}

export function createDispatcher(handlers: Handlers, { onUnexpected, explain, before }: DispatchHooks = {}): Dispatch {
  return async (method, input) => {
    try {
      if (!isMethod(method)) return failure({ code: 'unknown-method', message: `There is no call named ${method.slice(0, 60)}.` })
      return await run({ handlers, before }, method, input)
    } catch (thrown) {
      const error = explain?.(thrown) ?? thrown
      if (error instanceof ProblemError) return failure(error.problem)
      onUnexpected?.(error)
      return failure({ code: 'internal', message: 'This could not be worked out because of a fault in the app.' })
    }
  }
}

function isMethod(name: string): name is Method {
  return Object.hasOwn(contract, name)
}

async function run<M extends Method>({ handlers, before }: { handlers: Handlers } & Pick<DispatchHooks, 'before'>, method: M, input: unknown): Promise<Reply> {
  const parsed = SCHEMAS[method].input.safeParse(input)
  if (!parsed.success) {
    return failure({ code: 'invalid-input', message: `The input of ${method} is not valid: ${wrongFields(parsed.error.issues)}.` })
  }
  await before?.(method, parsed.data)
  return { ok: true, value: await handlers[method](parsed.data) }
}

/** Names the fields that are wrong, never what they held. */
function wrongFields(issues: readonly { path: PropertyKey[] }[]): string {
  const fields = issues.map(({ path }) => path.map(String).join('.') || 'the whole')
  return [...new Set(fields)].slice(0, 5).join(', ')
}

function failure(problem: Problem): Reply {
  return { ok: false, problem }
}
