import { type Answer, attempt, type Body } from './attempt.ts'
import type {
  Accepted,
  BatchResult,
  DeliveryStatus,
  Departure,
  Echo,
  Edit,
  Identity,
  InboundMessage,
  Reaction,
  Revocation,
  Upload,
  Uploaded
} from './message.ts'

export interface IngestClientOptions {
  /** The URL of channel-ingest, e.g. `https://inbox.example.com:4101`. */
  url: string
  /** The channel's key. */
  apiKey: string
  /** How long to retry after temporary failures. Default 60,000. */
  retryForMs?: number
  /** How long one attempt may take. Default 10,000. */
  timeoutMs?: number
  /** The same for uploading a file. Default 600,000. */
  uploadTimeoutMs?: number
}

export interface IngestClient {
  /** Hands over what a contact wrote; resolves once it is stored on disk. */
  postMessage(message: InboundMessage): Promise<Accepted>
  /** The same for up to 500 messages at once, each accepted or refused on its own. */
  postMessages(messages: readonly InboundMessage[]): Promise<BatchResult[]>
  /** Stores a file, which a message must use within a day: `{ type: 'image', mediaId: id }`. */
  uploadMedia(upload: Upload): Promise<Uploaded>
  postEcho(echo: Echo): Promise<Accepted>
  postReaction(reaction: Reaction): Promise<void>
  postEdit(edit: Edit): Promise<void>
  postRevocation(revocation: Revocation): Promise<void>
  /** A contact has a new id from now on; under either id they are the same contact. */
  postIdentity(identity: Identity): Promise<void>
  /** For web chat only. */
  postDeparture(departure: Departure): Promise<void>
  /** Shown for six seconds: call it every few while the contact types. Not retried: a late one is no longer true. */
  postTyping(contactId: string, typing?: boolean): Promise<void>
  /** Reports what became of an answer. */
  postStatus(status: DeliveryStatus): Promise<void>
}

/** Why a call was refused, in the terms of RFC 9457. */
export class IngestError extends Error {
  override readonly name = 'IngestError'
  readonly status: number
  readonly code: string | undefined
  /** Where the body does not match its schema. */
  readonly issues: { path: string; message: string }[]

  constructor(status: number, problem: { code?: string; detail?: string; issues?: IngestError['issues'] }) {
    super(problem.detail ?? `channel-ingest responded with ${status}`)
    this.status = status
    this.code = problem.code
    this.issues = problem.issues ?? []
  }
}

const [FIRST_PAUSE_MS, MAX_PAUSE_MS] = [500, 10_000]

/** Calls channel-ingest, with retries until it accepts: a message that is sent twice is stored once. */
export function createIngestClient(options: IngestClientOptions): IngestClient {
  const { url, apiKey, retryForMs = 60_000, timeoutMs = 10_000, uploadTimeoutMs = 600_000 } = options
  const taken = async (path: string, body: Body, forMs: number): Promise<unknown> => {
    const until = Date.now() + forMs
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      const { answer, failure, afterMs } = await attempt(new URL(path, url), apiKey, body).then(outcomeOf, unheard)
      if (!failure) return answer
      const wait = Math.max(pause, afterMs)
      if (!mayPass(failure) || Date.now() + wait > until) throw failure
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }
  const post = (path: string, value: object, forMs = retryForMs) =>
    taken(path, { content: JSON.stringify(value), type: 'application/json', timeoutMs }, forMs)
  return {
    postMessage: async message => (await post('/v1/messages', message)) as Accepted,
    async postMessages(messages) {
      return ((await post('/v1/messages/batch', { messages })) as { results: BatchResult[] }).results
    },
    async uploadMedia({ bytes, name, mimeType = 'application/octet-stream' }) {
      const path = name === undefined ? '/v1/media' : `/v1/media?${new URLSearchParams({ name })}`
      const body = { content: bytes, type: mimeType, timeoutMs: uploadTimeoutMs }
      return (await taken(path, body, retryForMs)) as Uploaded
    },
    postEcho: async echo => (await post('/v1/echoes', echo)) as Accepted,
    postReaction: async reaction => void (await post('/v1/reactions', reaction)),
    postEdit: async edit => void (await post('/v1/edits', edit)),
    postRevocation: async revocation => void (await post('/v1/revocations', revocation)),
    postIdentity: async identity => void (await post('/v1/identities', identity)),
    postDeparture: async departure => void (await post('/v1/departures', departure)),
    postTyping: async (id, typing = true) => void (await post('/v1/typing', { contact: { id }, typing }, 0)),
    postStatus: async status => void (await post('/v1/statuses', status))
  }
}

interface Outcome {
  answer?: unknown
  failure?: Error
  /** The wait that channel-ingest asked for. */
  afterMs: number
}

function outcomeOf({ status, text, afterMs }: Answer): Outcome {
  const answer = parsed(text)
  if (status >= 200 && status < 300) return { answer, afterMs }
  return { failure: new IngestError(status, (answer ?? {}) as object), afterMs }
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
