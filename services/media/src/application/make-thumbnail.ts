import { Readable } from 'node:stream'
import type { MediaFacts } from '@inbox/contracts'
import { thumbnailKey } from '../domain/thumbnail-key.ts'
import type { ByteStore } from '../store/bytes.ts'
import { thumbnailOf } from '../store/thumbnail.ts'

/** Stores a thumbnail of an image and returns the image's own size; nothing if it is no image. */
export type MakeThumbnail = (
  id: string,
  facts: Pick<MediaFacts, 'mimeType' | 'size'>
) => Promise<Pick<MediaFacts, 'width' | 'height'>>

/** Larger ones are stored, but not shown. */
const MAX_BYTES = 25 * 1024 ** 2
const DECODED = /^image\/(jpeg|png|gif|webp|avif|tiff)$/

/** One image at a time: large decompressed images from many senders must not coincide. */
export function createMakeThumbnail(bytes: ByteStore): MakeThumbnail {
  let before: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = before.then(work)
    before = mine.catch(() => undefined)
    return mine
  }
  return async (id, { mimeType, size }) => {
    if (!DECODED.test(mimeType) || size > MAX_BYTES) return {}
    return inTurn(async () => {
      const made = await thumbnailOf(await bytes.read(id))
      if (!made) return {}
      await bytes.write(thumbnailKey(id), Readable.from([made.bytes]))
      return { width: made.width, height: made.height }
    })
  }
}
