import http from 'node:http'
import https from 'node:https'
import { pipeline, Readable } from 'node:stream'
import { freeWhatPasses } from '@inbox/runtime'

type Agents = Readonly<Record<'http:' | 'https:', http.Agent>>

export interface Exchange {
  method: string
  headers: http.OutgoingHttpHeaders
  signal: AbortSignal
  /** Whose connections are used; unless given, those that all calls of services share. */
  agents?: Agents
}

/** Connections that are kept for the next call. */
export const keptConnections = (options: http.AgentOptions = {}): Agents => ({
  'http:': new http.Agent({ keepAlive: true, ...options }),
  'https:': new https.Agent({ keepAlive: true, ...options })
})

const shared = keptConnections()

/**
 * Sends a request, whose body `send` writes and ends, and answers as soon as the answer begins, also if the body is not all
 * sent by then. Rejects when nobody answers. Of what streams, fetch copies every piece, which costs more than all else here.
 */
export const exchange = (
  target: URL,
  { agents = shared, ...options }: Exchange,
  send: (sent: http.ClientRequest) => void
): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { request } = target.protocol === 'https:' ? https : http
    const sent = request(target, { ...options, agent: agents[target.protocol as keyof Agents] }, resolve)
    sent.on('error', error => reject(reasonOf(error)))
    // whoever would speak another protocol (101) is left, which is no error to Node
    sent.on('close', () => reject(new Error('the connection was closed without an answer')))
    send(sent)
  })

/** Of an abort, why; of a name whose addresses were tried in turn, what the first one said: the whole says nothing. */
function reasonOf(error: Error): Error {
  const { errors: [first] = [], cause } = error as Partial<AggregateError>
  return first ?? (cause instanceof Error ? cause : error)
}

/**
 * Sends all of a body; what streams is destroyed where that fails, and the other way round. Its end is always marked, which Node
 * leaves to us for GET and DELETE: what follows an end that is not marked would be read as a request of its own.
 */
export const sending =
  (body: Readable | Uint8Array | string | undefined) =>
  (sent: http.ClientRequest): void => {
    if (body instanceof Readable) {
      if (!sent.hasHeader('content-length')) sent.setHeader('transfer-encoding', 'chunked')
      pipeline(body, sent, error => error && sent.destroy(error))
      freeWhatPasses(body)
    } else {
      if (body !== undefined) sent.setHeader('content-length', Buffer.byteLength(body))
      sent.end(body)
    }
  }
