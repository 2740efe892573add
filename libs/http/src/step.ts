import type { IncomingMessage, ServerResponse } from 'node:http'

/** Node's request, plus what earlier steps have found out. */
export interface Incoming extends IncomingMessage {
  /** The caller's address, as far as trusted proxies say. */
  ip?: string | undefined
  body?: unknown
  /** The body as received (decompressed), for passing it on and verifying signatures. Missing if there was none. */
  rawBody?: Buffer
  params?: unknown
  query?: unknown
}

/** One step on the way to an answer. Express accepts it as a handler, but it needs nothing of Express. */
export type Step = (request: Incoming, response: ServerResponse, next: (error?: unknown) => void) => unknown

type Fail = (error: unknown, request: Incoming, response: ServerResponse) => void

/** Runs one step after the other, as Express would. */
export const inTurn =
  (steps: readonly Step[], fail: Fail) =>
  (request: Incoming, response: ServerResponse): void => {
    let at = 0
    const failed = (error: unknown) => fail(error, request, response)
    const next = (error?: unknown) => {
      if (error !== undefined) {
        failed(error)
        return
      }
      try {
        const taken = steps[at++]!(request, response, next)
        if (taken instanceof Promise) taken.catch(failed)
      } catch (thrown) {
        failed(thrown)
      }
    }
    next()
  }
