import { matcherBaton } from '@inbox/contracts'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { newId, startRepeating, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Memory } from '../application/memory.ts'
import type { Turn } from '../application/turn.ts'

const KEEP_PACES_MS = 60_000
const TELL_POSITIONS_MS = 1000

interface Dependencies {
  memory: Memory
  keepPaces: () => Promise<void>
  reconcileMs: number
  logger: Logger
}

/** Everything that wakes distribution by time, except batons and the matcher's own wake-ups. */
export function timers({ memory, keepPaces, reconcileMs, logger }: Dependencies): AsyncDisposable {
  const stack = new AsyncDisposableStack()
  const warn = (message: string) => (error: unknown) => logger.warn({ err: error }, message)
  const notKept = warn('could not store how fast departments are')
  stack.use(startRepeating(KEEP_PACES_MS, keepPaces, notKept))
  stack.use(
    startRepeating(
      TELL_POSITIONS_MS,
      async () => memory.tellPositions(),
      warn('could not announce positions in the queue')
    )
  )
  const notCompared = warn('comparing with snapshots failed; continuing with the next part')
  stack.use(startRepeating(reconcileMs, () => memory.reconcile(), notCompared))
  return stack
}

export interface BatonRound extends AsyncDisposable {
  /** Puts a baton into the broker queue, for the active process. */
  pass(): Promise<void>
  /** The same, retried until it succeeds: the previous one may have gone with its broker queue. */
  replace(): void
}

/**
 * Every process passes a baton when it starts and every `everyMs`. So the active one always holds one young enough for
 * the broker's limit on unacknowledged messages, and one that gets none for long knows that it is no longer active.
 */
export function startPassingBatons(broker: Broker, turn: Turn, everyMs: number, logger: Logger): BatonRound {
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
  const onError = (error: unknown) => logger.warn({ err: error }, 'could not pass a baton')
  const underWay = new Set<Promise<void>>()
  const replace = () => {
    const passing = untilDone(pass, { signal: stop.signal })
      .catch(onError)
      .finally(() => underWay.delete(passing))
    underWay.add(passing)
  }
  replace()
  const round = startRepeating(
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
