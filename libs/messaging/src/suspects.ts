import { pause } from '@inbox/runtime'
import type { Message } from 'amqplib'

/** After so many deliveries that were never settled, a message may be what ends the processes that handle it. */
const SUSPECT_AFTER = 2
/** So many times its limit of deliveries a message may come while another one may be to blame as well. */
export const MAX_DOUBT = 2
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

/** What came back, how often, and by which consumer. */
export interface Suspect {
  returns: number
  /** Its name, which no two consumers of a process share. */
  consumer: string
}

/**
 * Runs work while nothing else of this process is in hand, as far as that can be waited for; tells it whether a suspect of
 * another consumer, that came back as often, waits beside it.
 */
export type Alone = (suspect: Suspect, work: (isRivalled: boolean) => Promise<void>) => Promise<void>

/** Of each consumer the first that came, since some keep the order. */
const firstsOf = <Each extends Suspect>(waiting: readonly Each[]): Each[] => [
  ...new Map(waiting.toReversed().map(each => [each.consumer, each])).values()
]

/** Moves on by one with every death, which adds one to the returns of all that wait. */
export const turnOf = (waiting: readonly Suspect[]): number => Math.max(...waiting.map(({ returns }) => returns))

/** Which of those that wait is handled next, by the turn that it was when the process began with them. */
export function nextOf<Each extends Suspect>(waiting: readonly Each[], turn: number): Each {
  const firsts = firstsOf(waiting).sort((a, b) => (a.consumer < b.consumer ? -1 : 1))
  return firsts[turn % firsts.length]!
}

interface Waiting extends Suspect {
  begin: () => Promise<void>
}

/**
 * One suspect of the whole process at a time, when everything that was in hand before it has ended: if it ends the process,
 * it takes nothing with it, so only its own deliveries count up to the limit. What waits beside it counts as often, however:
 * so which consumer's suspects are handled first moves on with every process, and before long those that are harmless are
 * handled before the one that is not.
 */
export function alone(inHand: () => Iterable<Promise<unknown>>): Alone {
  const waiting: Waiting[] = []
  let isBusy = false
  let turn: number | undefined
  let endedAt = -Infinity

  const othersEnd = async () => {
    if (performance.now() - endedAt > DELIVERED_MS) await pause(DELIVERED_MS)
    const ended = new AbortController()
    await Promise.race([Promise.allSettled(inHand()), pause(OTHERS_MS, ended.signal)])
    ended.abort()
    // their acknowledgements leave the process
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
      endedAt = performance.now()
    }
    isBusy = false
  }
  const isRivalled = ({ returns, consumer }: Suspect) =>
    firstsOf(waiting).some(other => other.consumer !== consumer && other.returns >= returns)

  return (suspect, work) =>
    new Promise((resolve, reject) => {
      const begin = () => work(isRivalled(suspect)).then(resolve, reject)
      waiting.push({ ...suspect, begin })
      if (!isBusy) void goOn()
    })
}
