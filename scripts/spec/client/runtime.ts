interface Route {
  method: string
  path: string
  /** Calling it twice has the same effect as calling it once. */
  repeatable: boolean
  /** The formats of its body and its answer. */
  body: string
  answer: string
}

interface Input {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  ifMatch?: number
}

export interface ClientOptions {
  /** The gateway's URL, e.g. `https://inbox.example.com`. */
  url: string
  /** A service account's token. */
  token: string
  /** For how long a call that may still succeed is retried, in ms. Default 60,000. */
  retryForMs?: number
  /** How long one attempt may take, in ms. Default 20,000. */
  timeoutMs?: number
}

/** Why a call was refused, as an RFC 9457 problem. */
export class InboxError extends Error {
  override readonly name = 'InboxError'
  readonly status: number
  readonly code: string | undefined
  /** Where the body is invalid. */
  readonly issues: { path: string; message: string }[]
  /** The state because of which the call was refused. */
  readonly current: unknown

  constructor(
    status: number,
    problem: { code?: string; detail?: string; issues?: InboxError['issues']; current?: unknown }
  ) {
    super(problem.detail ?? `the gateway responded with ${status}`)
    this.status = status
    this.code = problem.code
    this.issues = problem.issues ?? []
    this.current = problem.current
  }
}

const [FIRST_PAUSE_MS, MAX_PAUSE_MS] = [500, 10_000]

/**
 * One function per route. Calls that may still succeed are retried: those refused for now and, if repeatable, those
 * that failed or got no answer.
 */
function clientOf<Client>(routes: Record<string, Route>, options: ClientOptions): Client {
  const call = async (route: Route, input: Input = {}): Promise<unknown> => {
    const until = Date.now() + (options.retryForMs ?? 60_000)
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      const { answer, failure, afterMs } = await attempt(route, input, options)
      if (!failure) return answer
      const wait = Math.max(pause, afterMs)
      if (!mayPass(failure, route) || Date.now() + wait > until) throw failure
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }
  return Object.fromEntries(
    Object.entries(routes).map(([name, route]) => [name, (input?: Input) => call(route, input)])
  ) as Client
}

const mayPass = (failure: Error, { repeatable }: Route): boolean =>
  failure instanceof InboxError ? failure.status === 429 || (repeatable && failure.status >= 500) : repeatable

async function attempt(
  route: Route,
  { params, query, body, ifMatch }: Input,
  { url, token, timeoutMs = 20_000 }: ClientOptions
) {
  const address = new URL(
    route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? '')),
    url
  )
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) address.searchParams.set(name, String(value))
  try {
    const response = await fetch(address, {
      method: route.method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': route.body }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` })
      },
      ...(body !== undefined && { body: route.body === 'application/json' ? JSON.stringify(body) : (body as Blob) }),
      signal: AbortSignal.timeout(timeoutMs)
    })
    return await outcomeOf(response, route)
  } catch (error) {
    return { failure: error as Error, afterMs: 0 }
  }
}

interface Outcome {
  answer?: unknown
  failure?: Error
  /** The delay that the gateway asked for. */
  afterMs: number
}

async function outcomeOf(response: Response, route: Route): Promise<Outcome> {
  const { ok, status, headers } = response
  const afterMs = Number(headers.get('retry-after') ?? 0) * 1000 || 0
  if (!ok) return { failure: new InboxError(status, parsed(await response.text())), afterMs }
  if (route.answer === 'application/octet-stream') return { answer: await response.blob(), afterMs }
  const text = await response.text()
  return { answer: text === '' ? undefined : route.answer === 'application/json' ? JSON.parse(text) : text, afterMs }
}

function parsed(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    return {}
  }
}

export { clientOf }
