import { Readable, Transform } from 'node:stream'
import type { getMedia, MediaFacts, OperationInput } from '@inbox/contracts'
import { type Answered, answered, type MediaAddresses, type OutboundClient } from '@inbox/http'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { isPlainPicture, mailPage, withPicturesFrom } from '../domain/remote-pictures.ts'
import { fetchMedia } from '../outbound/fetch-media.ts'
import type { ByteStore } from '../store/bytes.ts'
import { headersOf } from './serve-media.ts'

type Answer = Result<Answered<string>, Rejection>

const [LARGEST_PICTURE, LOAD_MS] = [10 * 1024 ** 2, 20_000]
/** Only the beginning of a longer page is shown. */
const MAX_PAGE_BYTES = 4 * 1024 ** 2

/**
 * A mail's HTML as a page. If its remote pictures are requested, they come through us: no reader's browser connects to
 * an address that the sender chose.
 */
export async function serveMailPage(
  facts: MediaFacts,
  { params, query: { expires, images } }: Pick<OperationInput<typeof getMedia>, 'params' | 'query'>,
  bytes: Pick<ByteStore, 'read'>,
  addresses: Pick<MediaAddresses, 'remoteOf'>
): Promise<Answer> {
  const read = await bytes.read(facts.id, { start: 0, end: Math.min(facts.size, MAX_PAGE_BYTES) - 1 })
  const html = mailPage(Buffer.concat((await read.toArray()) as Buffer[]).toString())
  // relative to the page, whatever its address is behind a proxy
  const addressOf = (remote: string) => new URL(addresses.remoteOf(params, remote, Number(expires))).search
  const page = images ? withPicturesFrom(html, addressOf) : html
  return answerOf(Readable.from([Buffer.from(page)]), headersOf(facts, 'shown'))
}

/** A remote picture, loaded now; its server learns nothing about who looks at it. */
export async function servePicture(client: Pick<OutboundClient, 'open'>, remote: string): Promise<Answer> {
  const loaded = await fetchMedia(client, remote, AbortSignal.timeout(LOAD_MS)).catch((error: Error) => error)
  if (loaded instanceof Error) return reject('not-found', `This picture cannot be loaded: ${loaded.message}`)
  const { 'content-type': type, 'content-length': length = '0' } = loaded.headers
  if (!isPlainPicture(type) || Number(length) > LARGEST_PICTURE) {
    loaded.destroy()
    return reject('not-found', 'The address leads to no picture that can be shown')
  }
  const limited = upTo(LARGEST_PICTURE)
  loaded.on('error', error => limited.destroy(error)).pipe(limited)
  limited.on('close', () => loaded.destroy())
  return answerOf(limited, {
    'content-type': type!,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'private, max-age=3600'
  })
}

function upTo(most: number): Transform {
  let size = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done(size > most ? new Error('the picture is too large') : null, chunk)
    }
  })
}

// the server passes streams through unchanged
const answerOf = (body: Readable, headers: Record<string, string>): Answer =>
  ok(answered(body as unknown as string, { status: 200, headers }))
