import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { type Operation, pathOf } from '@inbox/contracts'
import { Retryable } from '@inbox/kernel'
import { within } from '@inbox/runtime'
import { traceHeaders } from '@inbox/telemetry'
import type { Request, RequestHandler } from 'express'
import { rawBodyOf } from './body.ts'
import { inCallSpan } from './call-span.ts'
import { actorOf, type Caller } from './caller.ts'
import { admittedOf } from './handle-route.ts'
import { passOn } from './pass-on.ts'
import { mintServiceToken } from './service-token.ts'

/** An operation that its owner carries out for users or channels who call us. */
export interface Forward {
  operation: Operation
  /** Base URL of the owner. */
  to: string
  /** The service that we are. */
  service: string
  secret: string
}

const TIMEOUT_MS = 15_000
/** What only streams through takes as long as its sender needs, who is cut off when nothing comes. */
const STREAMED_TIMEOUT_MS = 3_600_000
const PASSED_ON = ['content-type', 'if-match', 'if-none-match', 'accept'] as const
const PASSED_BACK = ['content-type', 'content-disposition', 'cache-control', 'etag', 'location', 'retry-after'] as const

/**
 * Passes a call with its body's bytes to the owner, in the name of whoever calls, and the answer back as it comes. Who may call
 * is checked here and there; what the body means only there.
 */
export const handleForward =
  (forward: Forward): RequestHandler =>
  async (request, response) => {
    const { caller, correlationId } = admittedOf(response)
    await within(forward.operation.streamed ? STREAMED_TIMEOUT_MS : TIMEOUT_MS, async signal => {
      const owner = await inCallSpan(forward.operation, async told => {
        const answer = await ask(forward, request, caller, correlationId, signal)
        told(answer.status)
        return answer
      })
      response.status(owner.status)
      for (const name of PASSED_BACK) {
        const value = owner.headers.get(name)
        if (value !== null) response.setHeader(name, value)
      }
      if (owner.body) await passOn(Readable.fromWeb(owner.body as ReadableStream), response)
      else response.end()
    })
  }

async function ask(
  forward: Forward,
  request: Request,
  caller: Caller,
  correlationId: string,
  signal: AbortSignal
): Promise<Response> {
  const token = await mintServiceToken(forward.service, forward.secret, actorOf(caller))
  const headers = new Headers({
    authorization: `Bearer ${token}`,
    'x-correlation-id': correlationId,
    ...traceHeaders()
  })
  for (const name of PASSED_ON) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  const { streamed } = forward.operation
  const length = request.headers['content-length']
  if (streamed && length !== undefined) headers.set('content-length', length)
  const body = streamed ? Readable.toWeb(request) : rawBodyOf(request)
  return fetch(addressOf(forward, request), {
    method: request.method,
    headers,
    redirect: 'manual',
    signal,
    ...(body && { body }),
    ...(streamed && { duplex: 'half' })
  } as RequestInit).catch((error: Error) => {
    throw new Retryable(`${forward.operation.owner} does not answer: ${error.message}`, { cause: error })
  })
}

/** Made from the operation's own path and what a caller writes: its places and the query. */
export function addressOf({ operation, to }: Forward, request: Pick<Request, 'params' | 'originalUrl'>): URL {
  const [, query = ''] = /(\?.*)$/s.exec(request.originalUrl) ?? []
  return new URL(pathOf(operation, request.params) + query, to)
}
