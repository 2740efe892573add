import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { MediaFacts } from '@inbox/contracts'
import { type Answered, answered } from '@inbox/http'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type ByteRange, rangeOf } from '../domain/byte-range.ts'
import { isShown } from '../domain/media-type.ts'
import { thumbnailKey } from '../domain/thumbnail-key.ts'
import type { ByteStore } from '../store/bytes.ts'

type Answer = Result<Answered<string>, Rejection>

/** Foreign content may be displayed, but do nothing. */
const POLICY =
  "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** The same for a mail's HTML, which the app shows in a frame: its links open outside. */
const PAGE_POLICY = `${POLICY.replace('sandbox;', 'sandbox allow-popups allow-popups-to-escape-sandbox;')}; frame-ancestors http: https:`

/** Serves a file's bytes or its thumbnail, as far as browsers may handle them; only a part if one is requested. */
export async function serveMedia(
  facts: MediaFacts,
  way: 'thumbnail' | 'shown' | undefined,
  request: IncomingMessage,
  bytes: Pick<ByteStore, 'read'>
): Promise<Answer> {
  const thumbnail = way === 'thumbnail'
  const tag = `"${facts.sha256}${thumbnail ? '-thumbnail' : ''}"`
  const headers = { ...headersOf(facts, way), etag: tag }
  if (request.headers['if-none-match'] === tag) return answerOf(Readable.from([]), 304, headers)
  if (thumbnail) {
    if (facts.width === undefined) return reject('not-found', 'This file has no thumbnail')
    return answerOf(await bytes.read(thumbnailKey(facts.id)), 200, headers)
  }
  const { range: asked, 'if-range': of = tag } = request.headers
  const range = rangeOf(of === tag ? asked : undefined, facts.size)
  if (range === 'none') return unsatisfiable(facts.size)
  const length = range === 'all' ? facts.size : range.end - range.start + 1
  const sized = { ...headers, 'accept-ranges': 'bytes', 'content-length': String(length) }
  const body = request.method === 'HEAD' || length === 0 ? Readable.from([]) : await bytes.read(facts.id, partOf(range))
  return range === 'all'
    ? answerOf(body, 200, sized)
    : answerOf(body, 206, { ...sized, 'content-range': `bytes ${range.start}-${range.end}/${facts.size}` })
}

const partOf = (range: ByteRange | 'all') => (range === 'all' ? undefined : range)

// the server passes streams through unchanged
const answerOf = (body: Readable, status: number, headers: Record<string, string>): Answer =>
  ok(answered(body as unknown as string, { status, headers }))

function unsatisfiable(size: number): Answer {
  const { error } = reject('range-not-satisfiable', `This file has ${size} bytes`, { size })
  const problem = JSON.stringify({ type: 'about:blank', title: 'Range not satisfiable', status: 416, ...error })
  const headers = { 'content-range': `bytes */${size}`, 'content-type': 'application/problem+json' }
  return answerOf(Readable.from([Buffer.from(problem)]), 416, headers)
}

export function headersOf(facts: MediaFacts, way: 'thumbnail' | 'shown' | undefined): Record<string, string> {
  const { name = 'file' } = facts
  const isPage = way === 'shown' && facts.mimeType.startsWith('text/html')
  const shown = way === 'thumbnail' || isPage || isShown(facts)
  return {
    // a charset stated in the mail is about its original bytes, which are UTF-8 by now
    'content-type': way === 'thumbnail' ? 'image/webp' : isPage ? 'text/html; charset=utf-8' : facts.mimeType,
    'content-disposition': `${shown ? 'inline' : 'attachment'}; ${fileNameOf(name)}`,
    'content-security-policy': isPage ? PAGE_POLICY : POLICY,
    // a name in a mail is not resolved: that would tell its sender who reads it
    'x-dns-prefetch-control': 'off',
    'x-content-type-options': 'nosniff',
    // the web app may have another origin than the files
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=3600, immutable'
  }
}

/** RFC 6266: ASCII for old clients, the exact name for all others. */
function fileNameOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*]/g, each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
  return `filename="${plain}"; filename*=UTF-8''${full}`
}
