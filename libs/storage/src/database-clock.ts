import type { Clock } from '@inbox/kernel'
import { startRepeating, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Mongo } from './mongo.ts'

const EVERY_MS = 30_000
/** An answer may be delayed on its way; the quickest of several is the most accurate. */
const READINGS = 5
/** Of the servers' time. */
const RESOLUTION_MS = 1

/**
 * The clock of the database server, the same for all processes whatever their own clocks say. Between readings it
 * advances with the time elapsed here; an estimate that no reading contradicts is kept, so that slow answers do not set
 * it back. It differs from the server's by less than the transit time of one answer (Cristian's algorithm).
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
  const onError = (error: unknown) => logger.warn({ err: error }, 'could not read the database time')
  await untilDone(read, { onError })
  const reading = startRepeating(everyMs, read, onError)
  return {
    now: () => new Date(ahead + performance.now()),
    [Symbol.asyncDispose]: () => reading[Symbol.asyncDispose]()
  }
}
