/** The answer to an HTTP call, whatever its status. */
export interface Answer<Body = unknown> {
  status: number
  headers: Headers
  body: Body
}

export interface Question {
  /** Access token or API key. */
  token?: string
  /** Sent as JSON; a string is sent as is. */
  body?: unknown
  headers?: Record<string, string>
  /** Default 15,000. */
  timeoutMs?: number
}

const typeOf = (body: unknown) => (body === undefined ? {} : { 'content-type': 'application/json' })

/** Calls a JSON API once. Rejects only if there is no answer. */
export async function ask<Body>(
  method: string,
  url: string,
  { token, body, headers, timeoutMs = 15_000 }: Question = {}
): Promise<Answer<Body>> {
  const answer = await fetch(url, {
    method,
    headers: { ...typeOf(body), ...(token && { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs)
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: parsed(text) as Body }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text || undefined
  }
}
