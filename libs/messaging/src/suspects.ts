import { EventEmitter, once } from 'node:events'
import { pause } from '@inbox/runtime'
import type { Message } from 'amqplib'

/** After so many unsettled deliveries, a message may be what crashes the processes that handle it. */
const SUSPECT_AFTER = 2
/** While another message may be to blame as well, the delivery limit is multiplied by this. */
export const MAX_DOUBT = 2
/** By then the messages that were redelivered together with a suspect, or come after it, are in hand, too. */
const DELIVERED_MS = 500
/** How long other messages in hand get to finish before a suspect is handled. */
const OTHERS_MS = 1000

/** How many of its deliveries ended with their channel: the process died, or lost its connection. */
export function returnsOf({ properties }: Message): number {
  const count = properties.headers?.['x-delivery-count']
  return Number.isInteger(count) ? (count as number) : 0
}

export const mayKill = (message: Message): boolean => returnsOf(message) >= SUSPECT_AFTER

/** A suspect: how often it was redelivered, and to which consumer. */
export interface Suspect {
  returns: number
  /** Its name, which no two consumers of a process share. */
  consumer: string
}

/**
 * Runs work while this process has nothing else in hand, as far as that can be waited for; tells it whether a suspect
 * of another consumer that was redelivered as often is waiting, too.
 */
export type Alone = (suspect: Suspect, work: (isRivalled: boolean) => Promise<void>) => Promise<void>

/** The first to arrive for each consumer, since some consumers keep the order. */
const firstsOf = <Each extends Suspect>(waiting: readonly Each[]): Each[] => [
  ...new Map(waiting.toReversed().map(each => [each.consumer, each])).values()
]

/**
 * Advances with crashes, as each adds one to the returns of all that wait. Where messages are delivered one at a time it
 * may stay the same for a few, since the broker delivers returned ones in turn.
 */
export const turnOf = (waiting: readonly Suspect[]): number => Math.max(...waiting.map(({ returns }) => returns))

/** Which of the waiting suspects is handled next, given the turn at which the process started on them. */
export function nextOf<Each extends Suspect>(waiting: readonly Each[], turn: number): Each {
  const firsts = firstsOf(waiting).sort((a, b) => (a.consumer < b.consumer ? -1 : 1))
  return firsts[turn % firsts.length]!
}

interface Waiting extends Suspect {
  begin: () => Promise<void>
}

/**
 * Handles one suspect of the whole process at a time, after everything in hand before it has ended: if it crashes the
 * process, it takes nothing with it, so only its own deliveries count towards the limit. Suspects waiting beside it are
 * redelivered as often, however, so the consumer whose suspects go first changes from process to process; before
 * long the harmless ones are handled before the culprit.
 */
export function alone(inHand: () => Iterable<Promise<unknown>>): Alone {
  const waiting: Waiting[] = []
  let isBusy = false
  let turn: number | undefined
  let last: { consumer: string; endedAt: number } | undefined
  const arrivals = new EventEmitter()

  /**
   * A consumer that takes one message at a time has its next only once the previous is settled. Without waiting for it,
   * the culprit would be chosen meanwhile, and every process would handle one harmless message only.
   */
  const nextArrives = async (consumer: string) => {
    const late = AbortSignal.timeout(DELIVERED_MS)
    while (!late.aborted && !waiting.some(each => each.consumer === consumer))
      await once(arrivals, 'arrival', { signal: late }).catch(() => undefined)
  }
  const othersEnd = async () => {
    if (!last || performance.now() - last.endedAt > DELIVERED_MS) await pause(DELIVERED_MS)
    else await nextArrives(last.consumer)
    const ended = new AbortController()
    await Promise.race([Promise.allSettled(inHand()), pause(OTHERS_MS, ended.signal)])
    ended.abort()
    // lets their acknowledgements leave the process
    await new Promise(setImmediate)
  }
  const goOn = async () => {
    isBusy = true
    while (waiting.length > 0) {
      await othersEnd()
      turn ??= turnOf(waiting)
      const chosen = nextOf(waiting, turn)
      waiting.splice(waiting.indexOf(chosen), 1)
      await chosen.begin()
      last = { consumer: chosen.consumer, endedAt: performance.now() }
    }
    isBusy = false
  }
  const isRivalled = ({ returns, consumer }: Suspect) =>
    firstsOf(waiting).some(other => other.consumer !== consumer && other.returns >= returns)

  return (suspect, work) =>
    new Promise((resolve, reject) => {
      const begin = () => work(isRivalled(suspect)).then(resolve, reject)
      waiting.push({ ...suspect, begin })
      arrivals.emit('arrival')
      if (!isBusy) void goOn()
    })
}
