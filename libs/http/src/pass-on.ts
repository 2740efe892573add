import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { freeWhatPasses } from '@inbox/runtime'

/** The caller left before or during the answer. */
const LEFT: readonly unknown[] = ['ERR_STREAM_UNABLE_TO_PIPE', 'ERR_STREAM_PREMATURE_CLOSE']

/** Writes `body` into an answer, as fast as the caller reads it. */
export async function passOn(body: Readable, response: Writable): Promise<void> {
  try {
    const passed = pipeline(body, response)
    freeWhatPasses(body)
    await passed
  } catch (error) {
    if (!LEFT.includes((error as NodeJS.ErrnoException).code)) throw error
  } finally {
    // otherwise its source would go on writing for a reader who is gone
    body.destroy()
  }
}
