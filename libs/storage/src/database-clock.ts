import type { Clock } from '@inbox/kernel'
import { forever, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Mongo } from './mongo.ts'

const EVERY_MS = 30_000
/** An answer may be held up on its way; of several the quickest is the truest. */
const READINGS = 5

/**
 * The clock of the database's server, the same for all processes whatever their own clocks say. Between readings it runs on
 * by what has passed here. Never ahead of the server's, and behind it only by the way of one answer.
 */
export async function databaseClock(
  mongo: Pick<Mongo, 'serverTime'>,
  logger: Logger
): Promise<Clock & AsyncDisposable> {
  let ahead = Number.NEGATIVE_INFINITY
  const read = async () => {
    let best = Number.NEGATIVE_INFINITY
    for (let reading = 0; reading < READINGS; reading++) {
      const time = await mongo.serverTime()
      best = Math.max(best, time.getTime() - performance.now())
    }
    ahead = best
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'the time of the database is not read')
  await untilDone(read, { onError })
  const reading = forever(EVERY_MS, read, onError)
  return {
    now: () => new Date(ahead + performance.now()),
    [Symbol.asyncDispose]: () => reading[Symbol.asyncDispose]()
  }
}
