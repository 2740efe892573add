import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { type MediaFacts, type MediaOwner, mediaTypeOf } from '@inbox/contracts'
import { LeftOff } from '@inbox/http'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { failPoint, freeWhatPasses, newId } from '@inbox/runtime'
import { counter, type Logger } from '@inbox/telemetry'
import { fileTypeFromBuffer } from 'file-type'
import { typeOf } from '../domain/media-type.ts'
import { type ByteStore, StorageFull } from '../store/bytes.ts'
import type { Media } from '../store/media.ts'
import type { MakeThumbnail } from './make-thumbnail.ts'

export interface Upload {
  owner: MediaOwner
  name?: string | undefined
  claimedType: string
  /** The number of bytes, if the sender stated it. */
  length?: number | undefined
  body: Readable
}

interface Dependencies {
  media: Media
  bytes: ByteStore
  thumbnail: MakeThumbnail
  clock: Clock
  maxBytes: number
  unnamedMs: number
  logger: Logger
}

const uploads = counter('media_uploads_total', 'Uploads, by outcome', ['outcome'])
const received = counter('media_received_bytes_total', 'Bytes of stored files')

/** Stores a file completely or not at all; what a process leaves half-done is removed after a day, and never served. */
export function createUpload(dependencies: Dependencies): (upload: Upload) => Promise<Result<MediaFacts, Rejection>> {
  const { media, bytes, thumbnail, clock, maxBytes, unnamedMs, logger } = dependencies
  const tooLarge = () => reject('too-large', `A file may have at most ${maxBytes} bytes`)

  return async upload => {
    if ((upload.length ?? 0) > maxBytes) return tooLarge()
    const id = newId()
    const now = clock.now()
    await media.begin(id, upload.owner, now, new Date(now.getTime() + unnamedMs))
    try {
      // an error before anybody listened is not emitted again
      if (upload.body.destroyed) throw upload.body.errored ?? new LeftOff()
      const passing = passage(upload.body, maxBytes)
      await bytes.write(id, passing)
      failPoint('media.written')
      const { size, sha256, head } = passing.seen()
      const judged = await fileTypeFromBuffer(head).catch(() => undefined)
      const mimeType = typeOf(judged?.mime, mediaTypeOf(upload.claimedType))
      const facts = { mimeType, size, sha256, ...(upload.name && { name: upload.name }) }
      const image = await thumbnail(id, facts)
      await media.finish(id, { ...facts, ...image })
      uploads.inc({ outcome: 'kept' })
      received.inc(size)
      return ok({ id, ...facts, ...image })
    } catch (error) {
      // if this fails, it is removed along with files that no message names
      await bytes.remove(id).then(
        () => media.forget(id),
        () => undefined
      )
      uploads.inc({
        outcome: error instanceof TooLarge ? 'too-large' : error instanceof LeftOff ? 'left-off' : 'failed'
      })
      if (error instanceof TooLarge) return tooLarge()
      if (!(error instanceof StorageFull)) throw error
      logger.error({ err: error }, 'the file store is full')
      return reject('storage-full', 'There is no space left for this file; tell your administrator')
    }
  }
}

class TooLarge extends Error {}

/** Enough of a file to detect its type. */
const HEAD = 64 * 1024
/** How much is buffered for the store. */
const BUFFER = 1024 ** 2

/** Passes `body` on and records what it was; aborts if it exceeds `most` or is incomplete. */
function passage(body: Readable, most: number) {
  const hash: Hash = createHash('sha256')
  const head: Buffer[] = []
  let size = 0
  let digest: string | undefined
  // a Transform would cost as much again as the hash
  const passing = new Readable({ highWaterMark: BUFFER, read: () => void body.resume() })
  const take = (chunk: Buffer) => {
    if (size < HEAD) head.push(chunk)
    size += chunk.length
    if (size > most) return passing.destroy(new TooLarge())
    hash.update(chunk)
    if (!passing.push(chunk)) body.pause()
  }
  body.pause().on('data', take)
  freeWhatPasses(body)
  body.once('end', () => passing.push(null))
  body.once('error', error => passing.destroy(error))
  body.once('close', () => body.readableEnded || passing.destroy(new LeftOff()))
  passing.once('close', () => body.off('data', take))
  // the store reports the error, but listens only once its file is open
  passing.on('error', () => undefined)
  return Object.assign(passing, {
    seen() {
      digest ??= hash.digest('hex')
      return { size, sha256: digest, head: Buffer.concat(head).subarray(0, HEAD) }
    }
  })
}
