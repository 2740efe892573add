import type { IncomingMessage, ServerResponse } from 'node:http'

/** True for programs on this machine and our own pages; false for other sites open in a browser here, by any host name. */
export function isFromHere({ headers: { host = '', origin } }: Pick<IncomingMessage, 'headers'>): boolean {
  const name = host.replace(/:\d+$/, '')
  return ['127.0.0.1', 'localhost', '[::1]'].includes(name) && (origin === undefined || origin === `http://${host}`)
}

/** The body of a request. @throws {RangeError} if it exceeds `most` bytes. */
export async function bytesOf(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most) throw new RangeError('The request body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Answers without a body if `body` is undefined. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const text = body === undefined ? '' : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(text)
}
