import type { Readable } from 'node:stream'
import sharp from 'sharp'

/** A decoded image: its size as displayed, and a small WebP of it without any location data. */
export interface Thumbnail {
  width: number
  height: number
  bytes: Buffer
}

const EDGE = 640
/** More than any camera takes: larger images are not decoded. */
const MAX_PIXELS = 60_000_000
const SECONDS = 10
const QUARTER_TURNED = 5

sharp.cache(false)
sharp.concurrency(1)

/** Undefined if it is not an image, or none that we would show. */
export async function thumbnailOf(image: Readable): Promise<Thumbnail | undefined> {
  const pipeline = sharp({ limitInputPixels: MAX_PIXELS, sequentialRead: true, failOn: 'error' })
  image.once('error', error => pipeline.destroy(error))
  image.pipe(pipeline)
  try {
    const small = pipeline
      .clone()
      .autoOrient()
      .resize({ width: EDGE, height: EDGE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .timeout({ seconds: SECONDS })
      .toBuffer()
    const [{ width, height, orientation = 1 }, bytes] = await Promise.all([pipeline.metadata(), small])
    return orientation < QUARTER_TURNED ? { width, height, bytes } : { width: height, height: width, bytes }
  } catch {
    return undefined
  } finally {
    image.destroy()
  }
}
