import http from 'node:http'
import https from 'node:https'
import { pipeline, Readable } from 'node:stream'

export interface Body {
  content: string | Uint8Array | Blob
  type: string
  timeoutMs: number
}

export interface Answer {
  status: number
  text: string
  /** What `Retry-After` asks for; 0 if it is missing. */
  afterMs: number
}

/** One attempt; rejects if nobody answers in time. Not fetch, which would copy a file first, and each chunk of it. */
export async function attempt(url: URL, apiKey: string, { content, type, timeoutMs }: Body): Promise<Answer> {
  const { request } = url.protocol === 'https:' ? https : http
  const length = content instanceof Blob ? content.size : Buffer.byteLength(content)
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': type, 'content-length': length }
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const sent = request(url, { method: 'POST', headers, signal }, resolve).on('error', reject)
      if (content instanceof Blob) pipeline(Readable.from(content.stream()), sent, error => error && reject(error))
      else sent.end(content)
    })
    const pieces: Buffer[] = []
    for await (const piece of answer) pieces.push(piece)
    const afterMs = Number(answer.headers['retry-after'] ?? 0) * 1000 || 0
    return { status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString(), afterMs }
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  }
}
