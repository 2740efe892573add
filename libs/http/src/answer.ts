import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import helmet from 'helmet'
import { callOf } from './admitted.ts'

/** Names and values alternating, as Node takes them all at once. */
type Flat = readonly string[]

/** helmet's headers for pages. They are always the same, so helmet is run once. */
const ofPages: Flat = told(helmet())
/**
 * helmet's headers for data, as OWASP recommends for APIs: none of it runs, is sniffed as another type, or is framed.
 * helmet's other headers for pages are about their scripts and links, or for browsers of the past.
 */
const ofData: Flat = told(
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false
  })
)

function told(tell: ReturnType<typeof helmet>): Flat {
  const headers = new Map<string, string>()
  const set = { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => undefined }
  tell({} as IncomingMessage, set as unknown as ServerResponse, () => undefined)
  return [...headers].flat()
}

function common(response: ServerResponse): Flat {
  const call = callOf(response)
  // a caller's data must not reach the next user of the same browser or proxy
  return call ? [...ofData, 'X-Correlation-Id', call.correlationId, 'Cache-Control', 'no-store'] : ofData
}

/** Sets the headers common to every answer, where it is not written whole; headers that are already set stay. */
export const tellCommon = (response: ServerResponse): void => tell(response, common(response))

/** Sets the headers common to every answer of a server that has pages. */
export const tellOfPages = (response: ServerResponse): void => tell(response, ofPages)

function tell(response: ServerResponse, headers: Flat): void {
  for (let n = 0; n < headers.length; n += 2)
    if (!response.hasHeader(headers[n]!)) response.setHeader(headers[n]!, headers[n + 1]!)
}

/** Writes a whole answer, with the common headers. Set all at once, headers cost a third of what they do one by one. */
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
