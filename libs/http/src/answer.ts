import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import helmet from 'helmet'
import { callOf } from './admitted.ts'

/** Names and values in turn, as Node takes them at once. */
type Flat = readonly string[]

/** What helmet tells browsers: always the same, so it is asked once. */
const security: Flat = securityHeaders()

function securityHeaders(): Flat {
  const headers = new Map<string, string>()
  const set = { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => undefined }
  helmet()({} as IncomingMessage, set as unknown as ServerResponse, () => undefined)
  return [...headers].flat()
}

function common(response: ServerResponse): Flat {
  const call = callOf(response)
  // what a caller may know is for nobody who comes after them to the same browser or proxy
  return call ? [...security, 'X-Correlation-Id', call.correlationId, 'Cache-Control', 'no-store'] : security
}

/** Tells what every answer tells, where it is not written whole; what was told before stays. */
export function tellCommon(response: ServerResponse): void {
  const told = common(response)
  for (let n = 0; n < told.length; n += 2) if (!response.hasHeader(told[n]!)) response.setHeader(told[n]!, told[n + 1]!)
}

/** Writes an answer whole, with what every answer tells. Headers that are told at once cost a third of what they do one by one. */
export function writeAnswer(response: ServerResponse, status: number, headers: OutgoingHttpHeaders, body = ''): void {
  const own = status === 204 ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) }
  if (response.getHeaderNames().length > 0) {
    tellCommon(response)
    response.writeHead(status, own)
  } else response.writeHead(status, flat(own, common(response)))
  response.end(body)
}

function flat(headers: OutgoingHttpHeaders, before: Flat): OutgoingHttpHeader[] {
  const all: OutgoingHttpHeader[] = [...before]
  for (const name in headers) all.push(name, headers[name]!)
  return all
}
