import type { Accepted, DeliveryStatus, InboundMessage } from './message.ts'

export interface IngestClientOptions {
  /** Of channel-ingest, e.g. `https://inbox.example.com:4101`. */
  url: string
  /** Of the channel. */
  apiKey: string
  /** How long what may pass is repeated. Default 60,000. */
  retryForMs?: number
  /** For how long one attempt may last. Default 10,000. */
  timeoutMs?: number
}

export interface IngestClient {
  /** Hands over what a contact wrote; resolves once it is held on disk. */
  postMessage(message: InboundMessage): Promise<Accepted>
  /** Reports what became of an answer. */
  postStatus(status: DeliveryStatus): Promise<void>
}

/** Why a call was refused, in the words of RFC 9457. */
export class IngestError extends Error {
  override readonly name = 'IngestError'
  readonly status: number
  readonly code: string | undefined
  /** Where a body is not as described. */
  readonly issues: { path: string; message: string }[]

  constructor(status: number, problem: { code?: string; detail?: string; issues?: IngestError['issues'] }) {
    super(problem.detail ?? `channel-ingest answered ${status}`)
    this.status = status
    this.code = problem.code
    this.issues = problem.issues ?? []
  }
}

const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [500, 10_000]

/** The calls of channel-ingest, repeated until they are taken: the same message twice is stored once. */
export function createIngestClient(options: IngestClientOptions): IngestClient {
  const { url, apiKey, retryForMs = 60_000, timeoutMs = 10_000 } = options
  const attempt = async (path: string, body: string): Promise<Response> =>
    fetch(new URL(path, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(timeoutMs)
    })
  const post = async (path: string, value: object): Promise<unknown> => {
    const body = JSON.stringify(value)
    const until = Date.now() + retryForMs
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const { answer, failure, afterMs } = await attempt(path, body).then(outcomeOf, unheard)
      if (!failure) return answer
      const wait = Math.max(pause, afterMs)
      if (!mayPass(failure) || Date.now() + wait > until) throw failure
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }
  return {
    postMessage: async message => (await post('/v1/messages', message)) as Accepted,
    postStatus: async status => void (await post('/v1/statuses', status))
  }
}

interface Outcome {
  answer?: unknown
  failure?: Error
  /** What channel-ingest asked for. */
  afterMs: number
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const { ok, status, headers } = response
  const answer = parsed(await response.text())
  const afterMs = Number(headers.get('retry-after') ?? 0) * 1000 || 0
  return ok ? { answer, afterMs } : { failure: new IngestError(status, (answer ?? {}) as object), afterMs }
}

const unheard = (failure: Error): Outcome => ({ failure, afterMs: 0 })

const mayPass = (failure: Error): boolean =>
  !(failure instanceof IngestError) || failure.status === 429 || failure.status >= 500

function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
