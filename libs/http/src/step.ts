import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request as Node has it, with what steps before have found out. */
export interface Incoming extends IncomingMessage {
  /** Whom it comes from, as far as trusted proxies say. */
  ip?: string | undefined
  body?: unknown
  /** The body as it came (unpacked): for passing it on, and for signatures over it. Missing if there was none. */
  rawBody?: Buffer
  params?: unknown
  query?: unknown
}

/** One step on the way to an answer. Express takes it for a handler, but it needs nothing of express. */
export type Step = (request: Incoming, response: ServerResponse, next: (error?: unknown) => void) => unknown

type Fail = (error: unknown, request: Incoming, response: ServerResponse) => void

/** Takes one step after the other, as express would. */
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
