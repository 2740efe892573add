import { z } from 'zod'
import { pause } from './repeat.ts'

/** How long something is kept: whole days, at least one. */
export const days = z.coerce.number().int().positive()

/** The instant before which stored data has expired. */
export const keptSince = (now: Date, kept: number): Date => new Date(now.getTime() - kept * 86_400_000)

/** The pause between batches, so that other requests are served first. */
const BREATH_MS = 50

/** Runs `batch`, which resolves with how much it removed, until nothing is left or `signal` aborts. */
export async function inBatches(
  batch: () => Promise<number>,
  signal: AbortSignal,
  onRemoved: (count: number) => void
): Promise<void> {
  for (let count = await batch(); count > 0; count = await batch()) {
    onRemoved(count)
    await pause(BREATH_MS, signal)
    if (signal.aborted) return
  }
}

const EVERY_MS = 3_600_000
/** Leaves time to correct a mistaken period that somebody notices in the log. */
const FIRST_AFTER_MS = 300_000

/**
 * Runs `remove` once an hour, for the first time some minutes after the start, in every process of a service. It must
 * tolerate running concurrently with itself, and end soon once `signal` aborts. Disposing waits for that.
 */
export function startRetention(
  remove: (signal: AbortSignal) => Promise<void>,
  onError: (error: unknown) => void
): AsyncDisposable {
  const stop = new AbortController()
  const { signal } = stop
  const work = async () => {
    for (let wait = FIRST_AFTER_MS; !signal.aborted; wait = EVERY_MS) {
      await pause(wait, signal)
      if (!signal.aborted) await remove(signal).catch(onError)
    }
  }
  const working = work()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await working
    }
  }
}
