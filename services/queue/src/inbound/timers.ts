import type { Clock } from '@inbox/kernel'
import { startRepeating, startRetention } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { BringBack } from '../application/bring-back.ts'
import type { EndBotSilence } from '../application/end-bot-silence.ts'
import type { EndOverdueOffer } from '../application/end-overdue-offer.ts'
import type { ForgetParked } from '../application/forget-parked.ts'
import type { HandOver } from '../application/hand-over.ts'
import type { LocalEvents } from '../application/local-events.ts'
import type { Overflow } from '../application/overflow.ts'
import type { RemoveEnded } from '../application/remove-ended.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Older } from '../store/older.ts'
import type { Waits } from '../store/waits.ts'
import { botDeadlines } from './bot-deadlines.ts'
import { startCompletingOlder } from './complete-older.ts'
import { startDeadlines } from './deadlines.ts'
import { offerDeadlines } from './offer-deadlines.ts'
import { parkDeadlines } from './park-deadlines.ts'

const HAND_OVER_MS = 5000
const RECONCILE_MS = 5000
const ERASE_MS = 10_000

interface Dependencies {
  endOverdueOffer: EndOverdueOffer
  bringBack: BringBack
  endBotSilence: EndBotSilence
  overflow: Overflow
  handOver: HandOver
  reconcile: () => Promise<void>
  /** Undefined if conversations are kept for ever. */
  removeEnded: RemoveEnded | undefined
  /** Undefined if files are kept as long as their conversations. */
  releaseFiles: ((signal: AbortSignal) => Promise<void>) | undefined
  /** Continues erasures that a crashed process left unfinished. */
  goOnErasing: () => Promise<void>
  forgetParked: Pick<ForgetParked, 'nextDue' | 'look'>
  stores: {
    conversations: Pick<Conversations, 'offersDueBefore' | 'botsDueBefore' | 'comingBackBefore'>
    waits: Pick<Waits, 'adopt'>
    older: Older
  }
  localEvents: LocalEvents
  clock: Clock
  logger: Logger
}

/** Everything that wakes the queue by time. */
export function timers(dependencies: Dependencies): AsyncDisposable {
  const { endOverdueOffer, bringBack, endBotSilence, reconcile, stores, localEvents, clock, logger } = dependencies
  const { removeEnded, releaseFiles } = dependencies
  const { conversations, older } = stores
  const stack = new AsyncDisposableStack()
  stack.use(offerDeadlines({ conversations, endOverdueOffer, localEvents, clock, logger }))
  stack.use(parkDeadlines({ conversations, bringBack, localEvents, clock, logger }))
  stack.use(botDeadlines({ conversations, endBotSilence, localEvents, clock, logger }))
  stack.use(overflowDeadlines(dependencies))
  stack.use(handOvers(dependencies))
  stack.use(
    startRepeating(RECONCILE_MS, reconcile, error => logger.warn({ err: error }, 'reconciling failed; will retry'))
  )
  stack.use(erasures(dependencies))
  stack.use(looksThroughParking(dependencies))
  stack.use(startCompletingOlder(older, logger))
  const notRemoved = (error: unknown) =>
    logger.warn({ err: error }, 'removing conversations that ended too long ago failed; will retry')
  if (removeEnded) stack.use(startRetention(removeEnded, notRemoved))
  if (releaseFiles) stack.use(startRetention(releaseFiles, notRemoved))
  return stack
}

/** Moves on conversations that have waited as long as their department allows, by `waitingSince`. */
function overflowDeadlines({ overflow, stores, localEvents, clock, logger }: Dependencies): AsyncDisposable {
  const onError = (error: unknown) =>
    logger.warn({ err: error }, 'could not overflow a conversation; the scan will retry')
  const ends = startDeadlines({
    clock,
    dueBefore: async until =>
      (await overflow.dueBefore(until)).map(({ conversationId, dueAt }) => ({ key: conversationId, dueAt })),
    act: overflow.move,
    onError
  })
  stores.waits.adopt(clock.now()).then(ends.look, onError)
  localEvents.on('departmentChanged', ends.look)
  localEvents.on('committed', ({ next }) => {
    const dueAt = overflow.dueAt(next)
    if (dueAt) ends.note(next.id, dueAt)
  })
  return ends
}

/** Empties departments that have ended: periodically, when one has changed, and when something comes to wait in one. */
function handOvers({ handOver, localEvents, logger }: Dependencies): AsyncDisposable {
  const onError = (error: unknown) => logger.warn({ err: error }, 'could not hand over conversations yet')
  const look = () => void handOver.all().catch(onError)
  look()
  localEvents.on('departmentChanged', look)
  localEvents.on('committed', ({ next }) => {
    if (handOver.isDue(next)) handOver.move(next.id).catch(onError)
  })
  return startRepeating(HAND_OVER_MS, handOver.all, onError)
}

/** At the start and periodically; a new request begins its erasure at once. */
function erasures({ goOnErasing, logger }: Dependencies): AsyncDisposable {
  const onError = (error: unknown) => logger.warn({ err: error }, 'could not erase contacts yet; will retry')
  void goOnErasing().catch(onError)
  return startRepeating(ERASE_MS, goOnErasing, onError)
}

/** Drops parked messages about erased contacts at the times planned for each of them. */
function looksThroughParking({ forgetParked, clock, logger }: Dependencies): AsyncDisposable {
  return startDeadlines({
    clock,
    dueBefore: async until => {
      const dueAt = await forgetParked.nextDue()
      return dueAt && dueAt < until ? [{ key: 'parking', dueAt }] : []
    },
    act: forgetParked.look,
    onError: error => logger.warn({ err: error }, 'could not drop parked messages about erased contacts; will retry')
  })
}
