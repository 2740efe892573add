import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type Operation, type OperationAnswer, type OperationInput, pathOf } from '@inbox/contracts'
import { err, ok, type Rejection, type Result, Retryable } from '@inbox/kernel'
import { within } from '@inbox/runtime'
import { traceHeaders } from '@inbox/telemetry'
import { inCallSpan } from './call-span.ts'
import type { User } from './caller.ts'
import { exchange, sending } from './exchange.ts'
import { mintServiceToken } from './service-token.ts'

/** A body of raw bytes. */
export interface Bytes {
  content: Readable | Uint8Array
  /** As stated by their source. */
  mimeType: string
  /** How many bytes there are, if that is known of a stream. */
  size?: number
}

/**
 * `channelId`: the channel that channel-adapters calls for, instead of using that channel's key. `bytes`: the body of
 * operations that stream it.
 */
type Input<Op extends Operation> = OperationInput<Op> & {
  actor?: User
  correlationId?: string
  channelId?: string
  bytes?: Bytes
}

const STREAMED_TIMEOUT_MS = 600_000

/** Calls another service's operations. */
export interface Client {
  /** The owner's answer; problem+json below 500 is a rejection. Throws Retryable if it is unreachable or fails. */
  call<Op extends Operation>(operation: Op, input: Input<Op>): Promise<Result<OperationAnswer<Op>, Rejection>>
}

/** A client of the service at `baseUrl`, calling as `service`. */
export function createClient(options: {
  baseUrl: string
  service: string
  secret: string
  timeoutMs?: number
}): Client {
  return {
    async call(operation, input) {
      const { params, query, body, bytes, actor, correlationId, channelId } = input as Input<Operation> &
        Record<string, unknown>
      const token = await mintServiceToken(options.service, options.secret, actor)
      const timeoutMs = bytes ? STREAMED_TIMEOUT_MS : (options.timeoutMs ?? 5000)
      return inCallSpan(operation, told =>
        within(timeoutMs, async signal => {
          const target = addressOf(options.baseUrl, operation, params, query)
          const headers = {
            authorization: `Bearer ${token}`,
            ...traceHeaders(),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(bytes && headersOf(bytes)),
            ...(correlationId && { 'x-correlation-id': correlationId }),
            ...(channelId && { 'x-channel-id': channelId })
          }
          const send = sending(bytes?.content ?? (body === undefined ? undefined : JSON.stringify(body)))
          const method = operation.method.toUpperCase()
          const answer = await exchange(target, { method, headers, signal }, send).catch((error: Error) => {
            throw new Retryable(`${operation.owner} is not responding: ${error.message}`)
          })
          told(answer.statusCode!)
          return read(answer, operation)
        })
      )
    }
  }
}

const headersOf = ({ content, mimeType, size }: Bytes) => ({
  'content-type': mimeType,
  ...(size !== undefined && content instanceof Readable && { 'content-length': String(size) })
})

function addressOf(baseUrl: string, operation: Operation, params: unknown, query: unknown): URL {
  const url = new URL(pathOf(operation, params), baseUrl)
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url
}

async function read<Op extends Operation>(
  answer: IncomingMessage,
  operation: Op
): Promise<Result<OperationAnswer<Op>, Rejection>> {
  const told = await text(answer).catch((error: Error) => {
    throw new Retryable(`${operation.owner} aborted its response: ${error.message}`)
  })
  const status = answer.statusCode!
  // 408: the owner was frozen while our request arrived
  if (status >= 500 || status === 408)
    throw new Retryable(`${operation.owner} responded with ${status} to ${operation.id}`)
  const value: unknown = told === '' ? undefined : JSON.parse(told)
  return status < 300 ? ok(value as OperationAnswer<Op>) : err(value as Rejection)
}
