// A failure the user can read: a value, never a bare throw across a boundary.

/** What went wrong, why, and what to do next, in one or two plain sentences. Never carries log content. */
export interface Problem {
  code: string
  message: string
  /** What the user can do about it. */
  remedy?: string
}

/** Thrown inside the backend, turned into a reply by the dispatcher. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

export function problem(code: string, message: string, remedy?: string): ProblemError {
  return new ProblemError(remedy === undefined ? { code, message } : { code, message, remedy })
}
