import { setTimeout as sleep } from 'node:timers/promises'

/** An answer other than 2xx. */
export class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export type Call = <Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<Answer>

const TIMEOUT_MS = 20_000
const isPassing = (status: number) => status === 429 || status >= 502

/** A client of a JSON API; retries for 20 s while it is not up yet or asks for patience (429, 502 to 504). */
export function createJsonClient(url: string, token?: string): Call {
  const once = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {})
      },
      ...(body ? { body: JSON.stringify(body) } : {})
    })
    const text = await answer.text()
    if (!answer.ok) throw new Refused(answer.status, `${method} ${path} responded with ${answer.status}: ${text}`)
    return text ? JSON.parse(text) : undefined
  }
  return async (method, path, body) => {
    const deadline = performance.now() + TIMEOUT_MS
    for (;;) {
      try {
        return await once(method, path, body)
      } catch (error) {
        const final = error instanceof Refused && !isPassing(error.status)
        if (final || performance.now() > deadline) throw error
        await sleep(200)
      }
    }
  }
}

/** Every item of a paged list. */
export async function listAll<Item>(call: Call, path: string): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor ? `?limit=200&cursor=${encodeURIComponent(cursor)}` : '?limit=200'
    const page: { items: Item[]; nextCursor: string | null } = await call('GET', path + query)
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor)
  return items
}
