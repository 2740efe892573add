import { type Operation, type OperationAnswer, type OperationInput, pathOf } from '@inbox/contracts'
import { send } from './reach.ts'
import { Refusal, Unreachable } from './refusal.ts'

const TIMEOUT_MS = 15_000

/** The input of the operation, the version to be changed, and a signal that ends waiting for the response. */
type Input<Op extends Operation> = OperationInput<Op> & { ifMatch?: number; signal?: AbortSignal }

/**
 * Makes one call as the contracts describe it; bytes are returned as a Blob. Throws Refusal if the server refuses,
 * Unreachable if it does not answer.
 */
export async function request<Op extends Operation>(
  operation: Op,
  input: Input<Op>,
  token?: string
): Promise<OperationAnswer<Op>> {
  const { params, query, body, ifMatch, signal } = input as Input<Operation> & {
    [Part in 'params' | 'query' | 'body']?: object
  }
  const init = {
    method: operation.method.toUpperCase(),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` })
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: signal ?? AbortSignal.timeout(TIMEOUT_MS)
  }
  const response = await send(addressOf(operation, params, query), init, operation.repeatable).catch((error: Error) => {
    throw new Unreachable(error.message)
  })
  if (response.ok && operation.media === 'application/octet-stream')
    return (await response.blob()) as unknown as OperationAnswer<Op>
  if (response.status >= 500) throw new Unreachable(`The server responded with ${response.status}`)
  const text = await response.text()
  const answer: unknown =
    text && (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text
  if (!response.ok) {
    const retryAfter = response.headers.get('retry-after')
    const problem = typeof answer === 'object' ? answer : {}
    throw new Refusal(response.status, { ...problem, ...(retryAfter && { retryAfterSeconds: Number(retryAfter) }) })
  }
  return answer as OperationAnswer<Op>
}

function addressOf(operation: Operation, params: object = {}, query: object = {}): string {
  const path = pathOf(operation, params)
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  )
  return search.size > 0 ? `${path}?${search}` : path
}
