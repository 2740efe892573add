import type { Readable } from 'node:stream'
import sharp from 'sharp'

/** An image that was decoded: its own size as it is to be seen, and a small WebP of it without anything about where it was taken. */
export interface Thumbnail {
  width: number
  height: number
  bytes: Buffer
}

const EDGE = 640
/** More than any camera takes: what unpacks to more is not looked at. */
const MAX_PIXELS = 60_000_000
const SECONDS = 10
const QUARTER_TURNED = 5

sharp.cache(false)
sharp.concurrency(1)

/** Undefined for what is no image, or none that we would show. */
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
