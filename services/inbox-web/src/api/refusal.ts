import type { CurrentState } from '@inbox/contracts'

/** What the server refused, as problem+json says it. */
export class Refusal extends Error {
  readonly status: number
  /** `already-taken`, `window-expired`, … */
  readonly code: string
  /** The conversation as it is now, if that is why; of a password, what is weak about it. */
  readonly current: (Partial<CurrentState> & { weakness?: string }) | undefined
  readonly issues: readonly { path: string; message: string }[]
  /** When the same call may be tried again, if the server says so. */
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, problem: Partial<Refusal> & { detail?: string }) {
    super(problem.detail ?? `The server responded with ${status}`)
    this.status = status
    this.code = problem.code ?? 'unknown'
    this.current = problem.current
    this.issues = problem.issues ?? []
    this.retryAfterSeconds = problem.retryAfterSeconds
  }

  /** What the constructor makes the same of. */
  toJSON(): object {
    const { status, code, current, issues, retryAfterSeconds, message: detail } = this
    return { status, code, current, issues, retryAfterSeconds, detail }
  }
}

/** The server could not be reached, or is in trouble: the same call may succeed later. */
export class Unreachable extends Error {}
