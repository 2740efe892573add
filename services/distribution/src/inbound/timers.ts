import { matcherBaton } from '@inbox/contracts'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { forever, newId, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Turn } from '../application/turn.ts'

export interface BatonRound extends AsyncDisposable {
  /** Puts a baton into the broker queue, for whoever is active. */
  pass(): Promise<void>
  /** The same, tried until it succeeds: the one before may have gone with its broker queue. */
  replace(): void
}

/**
 * Every process passes a baton when it starts and every `everyMs`: so one is always with the active one, young enough for
 * the broker's limit on unacknowledged messages, and an active one that gets none for long knows it is so no more.
 */
export function passBatons(broker: Broker, turn: Turn, everyMs: number, logger: Logger): BatonRound {
  const processId = newId()
  const pass = () =>
    broker.publish(
      matcherBaton,
      newEnvelope(matcherBaton, {
        key: processId,
        version: 0,
        occurredAt: new Date(),
        correlationId: newId(),
        data: { processId }
      })
    )
  const stop = new AbortController()
  const onError = (error: unknown) => logger.warn({ err: error }, 'no baton passed')
  const underWay = new Set<Promise<void>>()
  const replace = () => {
    const passing = untilDone(pass, { signal: stop.signal })
      .catch(onError)
      .finally(() => underWay.delete(passing))
    underWay.add(passing)
  }
  replace()
  const round = forever(
    everyMs,
    async () => {
      turn.endIfSilent(3 * everyMs)
      await pass()
    },
    onError
  )
  return {
    pass,
    replace,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await Promise.all([...underWay, round[Symbol.asyncDispose]()])
    }
  }
}
