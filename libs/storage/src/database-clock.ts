import type { Clock } from '@inbox/kernel'
import { startRepeating, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Mongo } from './mongo.ts'

const EVERY_MS = 30_000
/** An answer may be held up on its way; of several the quickest is the truest. */
const READINGS = 5
/** Of the time that servers tell. */
const RESOLUTION_MS = 1

/**
 * The clock of the database's server, the same for all processes whatever their own clocks say. Between readings it runs on
 * by what has passed here; what no reading contradicts stays, so that slow answers do not set it back. It differs from the
 * server's by less than the way of one answer (Cristian's algorithm).
 */
export async function startDatabaseClock(
  mongo: Pick<Mongo, 'serverTime'>,
  logger: Logger,
  everyMs = EVERY_MS
): Promise<Clock & AsyncDisposable> {
  let ahead = Number.NEGATIVE_INFINITY
  const read = async () => {
    let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let reading = 0; reading < READINGS; reading++) {
      const askedAt = performance.now()
      const time = (await mongo.serverTime()).getTime()
      least = Math.max(least, time - performance.now())
      most = Math.min(most, time + RESOLUTION_MS - askedAt)
    }
    if (ahead < least || ahead > most) ahead = least
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'the time of the database is not read')
  await untilDone(read, { onError })
  const reading = startRepeating(everyMs, read, onError)
  return {
    now: () => new Date(ahead + performance.now()),
    [Symbol.asyncDispose]: () => reading[Symbol.asyncDispose]()
  }
}
