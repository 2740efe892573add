import type { ClientRequest, IncomingMessage } from 'node:http'
import { type Operation, pathOf } from '@inbox/contracts'
import { Retryable } from '@inbox/kernel'
import { freeWhatPasses, within } from '@inbox/runtime'
import { traceHeaders } from '@inbox/telemetry'
import { admittedOf } from './admitted.ts'
import { tellCommon } from './answer.ts'
import { inCallSpan } from './call-span.ts'
import { actorOf, type Caller } from './caller.ts'
import { exchange, sending } from './exchange.ts'
import { LeftOff } from './left-off.ts'
import { passOn } from './pass-on.ts'
import { mintServiceToken } from './service-token.ts'
import type { Incoming, Step } from './step.ts'

/** An operation that another service, its owner, carries out for users or channels who call us. */
export interface Forward {
  operation: Operation
  /** The owner's base URL. */
  to: string
  /** Our own name. */
  service: string
  secret: string
}

const TIMEOUT_MS = 15_000
/** A streamed body takes as long as its sender needs; one who stalls is cut off. */
const STREAMED_TIMEOUT_MS = 3_600_000
const PASSED_ON = ['content-type', 'if-match', 'if-none-match', 'accept'] as const
const PASSED_BACK = ['content-type', 'content-disposition', 'cache-control', 'etag', 'location', 'retry-after'] as const

/**
 * Passes a call with the bytes of its body to the owner, on behalf of the caller, and streams the answer back. Both
 * sides check who may call; only the owner interprets the body.
 */
export const handleForward =
  (forward: Forward): Step =>
  async (request, response) => {
    const { caller, correlationId } = admittedOf(response)
    await within(forward.operation.streamed ? STREAMED_TIMEOUT_MS : TIMEOUT_MS, async signal => {
      const owner = await inCallSpan(forward.operation, async told => {
        const answer = await ask(forward, request, caller, correlationId, signal)
        told(answer.statusCode!)
        return answer
      })
      tellCommon(response)
      response.statusCode = owner.statusCode!
      for (const name of PASSED_BACK) {
        const value = owner.headers[name]
        if (value !== undefined) response.setHeader(name, value)
      }
      await passOn(owner, response)
    })
  }

async function ask(
  { operation, service, secret, ...forward }: Forward,
  request: Incoming,
  caller: Caller,
  correlationId: string,
  signal: AbortSignal
): Promise<IncomingMessage> {
  const token = await mintServiceToken(service, secret, actorOf(caller))
  const headers: Record<string, string> = {
    authorization: `Bearer ${token}`,
    'x-correlation-id': correlationId,
    ...traceHeaders()
  }
  for (const name of operation.streamed ? ([...PASSED_ON, 'content-length'] as const) : PASSED_ON) {
    const value = request.headers[name]
    if (value !== undefined) headers[name] = value
  }
  const send = operation.streamed ? (sent: ClientRequest) => stream(request, sent) : sending(request.rawBody)
  const target = addressOf({ operation, ...forward }, request)
  return exchange(target, { method: request.method!, headers, signal }, send).catch((error: Error) => {
    throw error instanceof LeftOff
      ? error
      : new Retryable(`${operation.owner} is not responding: ${error.message}`, { cause: error })
  })
}

/** Not a pipeline, which would end the call itself if its owner refuses it before it has arrived completely. */
function stream(request: Incoming, sent: ClientRequest): void {
  const leave = () => request.readableEnded || sent.destroy(new LeftOff())
  // a caller who left before we listened emits no more events
  if (request.destroyed) leave()
  request.once('close', leave)
  request.pipe(sent)
  freeWhatPasses(request)
}

/** Built from the operation's own path and what the caller supplies: its parameters and the query. */
export function addressOf(
  { operation, to }: Pick<Forward, 'operation' | 'to'>,
  request: Pick<Incoming, 'params' | 'url'>
): URL {
  const [, query = ''] = /(\?.*)$/s.exec(request.url ?? '') ?? []
  return new URL(pathOf(operation, request.params) + query, to)
}
