import { setTimeout as sleep } from 'node:timers/promises'

export interface WaitOptions {
  timeoutMs?: number
  /** What is waited for, for the error message. */
  describe?: string
}

/** The part of a value's type that can be truthy. */
type Truthy<Value> = Exclude<Value, false | 0 | '' | null | undefined>

/**
 * Resolves with the first truthy value of `condition`, which is called every few ms. An exception counts as not yet.
 * After `timeoutMs` (20,000) it rejects, saying what it waited for and what the last outcome was.
 */
export async function waitFor<Value>(
  condition: () => Value | Promise<Value>,
  { timeoutMs = 20_000, describe = condition.toString() }: WaitOptions = {}
): Promise<Truthy<Value>> {
  const deadline = performance.now() + timeoutMs
  let pauseMs = 2
  for (;;) {
    const [value, error] = await attempt(condition)
    if (value) return value as Truthy<Value>
    if (performance.now() > deadline) {
      const last = error === undefined ? JSON.stringify(value) : String(error)
      throw new Error(`waited ${timeoutMs} ms in vain for: ${describe} (last: ${last})`, { cause: error })
    }
    await sleep(pauseMs)
    pauseMs = Math.min(pauseMs * 1.5, 50)
  }
}

async function attempt<Value>(condition: () => Value | Promise<Value>): Promise<[Value | undefined, unknown]> {
  try {
    return [await condition(), undefined]
  } catch (error) {
    return [undefined, error]
  }
}
