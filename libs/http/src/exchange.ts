import http from 'node:http'
import https from 'node:https'
import { pipeline, Readable } from 'node:stream'
import { freeWhatPasses } from '@inbox/runtime'

type Agents = Readonly<Record<'http:' | 'https:', http.Agent>>

export interface Exchange {
  method: string
  headers: http.OutgoingHttpHeaders
  signal: AbortSignal
  /** Whose connections to use; by default those that all calls between services share. */
  agents?: Agents
}

/** Agents that keep their connections alive for the next call. */
export const keptConnections = (options: http.AgentOptions = {}): Agents => ({
  'http:': new http.Agent({ keepAlive: true, ...options }),
  'https:': new https.Agent({ keepAlive: true, ...options })
})

const shared = keptConnections()

/**
 * Sends a request, whose body `send` writes and ends. Resolves as soon as the answer begins, even if the body has not
 * been fully sent by then; rejects if nobody answers. Not fetch: it copies every chunk of a stream, which costs more
 * than all the rest here.
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
    // an offer to switch protocols (101) closes the connection, which Node does not report as an error
    sent.on('close', () => reject(new Error('the connection was closed without a response')))
    send(sent)
  })

/** The reason of an abort; the first error where several addresses were tried, as the aggregate says nothing. */
function reasonOf(error: Error): Error {
  const { errors: [first] = [], cause } = error as Partial<AggregateError>
  return first ?? (cause instanceof Error ? cause : error)
}

/**
 * Sends a whole body; if sending fails, its stream is destroyed, and vice versa. The end of the body is always marked,
 * which Node leaves to us for GET and DELETE: what follows an unmarked end would be read as another request.
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
