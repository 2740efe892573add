import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import helmet from 'helmet'
import { callOf } from './admitted.ts'

/** Names and values in turn, as Node takes them at once. */
type Flat = readonly string[]

/** What helmet tells browsers of pages. It is always the same, so helmet is asked once. */
const ofPages: Flat = told(helmet())
/**
 * What it tells them of data, as OWASP would have it for APIs: nothing of it runs, is taken for something else, or is shown
 * within a page. What it tells of pages besides is about their scripts and links, or for browsers of the past.
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
  // what a caller may know is for nobody who comes after them to the same browser or proxy
  return call ? [...ofData, 'X-Correlation-Id', call.correlationId, 'Cache-Control', 'no-store'] : ofData
}

/** Tells what every answer tells, where it is not written whole; what was told before stays. */
export const tellCommon = (response: ServerResponse): void => tell(response, common(response))

/** Tells what every answer of a server tells that has pages. */
export const tellOfPages = (response: ServerResponse): void => tell(response, ofPages)

function tell(response: ServerResponse, headers: Flat): void {
  for (let n = 0; n < headers.length; n += 2)
    if (!response.hasHeader(headers[n]!)) response.setHeader(headers[n]!, headers[n + 1]!)
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
