import { pause } from '@inbox/runtime'
import type { Message } from 'amqplib'

/** After so many deliveries that were never settled, a message may be what ends the processes that handle it. */
const SUSPECT_AFTER = 2
/** By then what came back together with a suspect is in hand, too. */
const DELIVERED_MS = 500
/** Others in hand get so long to end before a suspect is handled. */
const OTHERS_MS = 1000

/** How many deliveries of it ended with their channel: the process died, or lost its connection. */
export function returnsOf({ properties }: Message): number {
  const count = properties.headers?.['x-delivery-count']
  return Number.isInteger(count) ? (count as number) : 0
}

export const mayKill = (message: Message): boolean => returnsOf(message) >= SUSPECT_AFTER

/** Runs work while nothing else of this process is in hand, as far as that can be waited for. */
export type Alone = (work: () => Promise<void>) => Promise<void>

/**
 * One suspect of the whole process at a time, when everything that was in hand before it has ended: if it ends the process,
 * it takes nothing with it, so only its own deliveries count up to the limit.
 */
export function alone(inHand: () => Iterable<Promise<unknown>>): Alone {
  let last: Promise<void> = Promise.resolve()
  let endedAt = -Infinity
  return work => {
    const mine = last.then(async () => {
      if (performance.now() - endedAt > DELIVERED_MS) await pause(DELIVERED_MS)
      const ended = new AbortController()
      await Promise.race([Promise.allSettled(inHand()), pause(OTHERS_MS, ended.signal)])
      ended.abort()
      // their acknowledgements leave the process
      await new Promise(setImmediate)
      await work().finally(() => {
        endedAt = performance.now()
      })
    })
    last = mine.catch(() => undefined)
    return mine
  }
}
