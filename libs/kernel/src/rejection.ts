import { Retryable } from './failure.ts'
import { err, type Result } from './result.ts'

/** The domain says no. `code` is part of the public interface; `current` is the state that led to it. */
export interface Rejection<Code extends string = string> {
  code: Code
  detail: string
  current?: unknown
}

/** A refused result, e.g. `reject('not-owner', 'Ana owns this conversation', {...})`. */
export const reject = <Code extends string>(code: Code, detail: string, current?: unknown) =>
  err<Rejection<Code>>(current === undefined ? { code, detail } : { code, detail, current })

/** The value of a result that another service should never refuse; throws Retryable with the detail if it does. */
export function unwrap<T>(result: Result<T, Rejection>): T {
  if (!result.ok) throw new Retryable(result.error.detail)
  return result.value
}
