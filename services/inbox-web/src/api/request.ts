import type { Operation, OperationAnswer, OperationInput } from '@inbox/contracts'
import { Refusal, Unreachable } from './refusal.ts'

const TIMEOUT_MS = 15_000

/** One call as the contracts describe it. Throws Refusal if the server says no, Unreachable if it says nothing. */
export async function request<Op extends Operation>(
  operation: Op,
  input: OperationInput<Op> & { ifMatch?: number },
  token?: string
): Promise<OperationAnswer<Op>> {
  const { params, query, body, ifMatch } = input as { [Part in 'params' | 'query' | 'body']?: object } & {
    ifMatch?: number
  }
  const response = await fetch(addressOf(operation.path, params, query), {
    method: operation.method.toUpperCase(),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` })
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS)
  }).catch((error: Error) => {
    throw new Unreachable(error.message)
  })
  if (response.status >= 500) throw new Unreachable(`The server answered ${response.status}`)
  const text = await response.text()
  const answer: unknown =
    text && (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text
  if (!response.ok) throw new Refusal(response.status, typeof answer === 'object' ? (answer ?? {}) : {})
  return answer as OperationAnswer<Op>
}

function addressOf(path: string, params: object = {}, query: object = {}): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown>)[name]))
  )
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  )
  return search.size > 0 ? `${filled}?${search}` : filled
}
