import type { WaitingReason } from '@inbox/contracts'
import { type Clock, type Rejection, type Result, Retryable } from '@inbox/kernel'
import { dueTimers, newId, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { apply, type Learnt } from '../domain/apply.ts'
import { explainWait } from '../domain/explain.ts'
import { match, type Rules } from '../domain/matcher.ts'
import { type Effects, emptyPicture } from '../domain/picture.ts'
import type { Origin, SendOffer } from '../outbound/offers.ts'
import type { Snapshots } from '../outbound/snapshots.ts'
import { offersRefused, offersSent, rebuildSeconds, watch, watchedPicture } from './metrics.ts'
import { reconciler } from './reconcile.ts'

/** The time from becoming the active matcher to being so no more; its picture begins and ends with it. */
export interface Term extends Disposable {
  /** Resolves when it is taken in; at once if the term ended before that. */
  take(learnt: Learnt, origin: Origin): Promise<void>
  explain(conversationId: string): Result<WaitingReason, Rejection>
  reconcile(): Promise<void>
  /** Whether the picture has been rebuilt. */
  ready(): boolean
}

export interface TermOptions {
  snapshots: Snapshots
  send: SendOffer
  rules: Rules
  graceMs: number
  clock: Clock
  logger: Logger
}

export function beginTerm({ snapshots, send, rules, graceMs, clock, logger }: TermOptions): Term {
  const picture = emptyPicture()
  const end = new AbortController()
  const { signal } = end
  const now = () => clock.now().getTime()
  let rebuilt = false

  const timers = dueTimers(clock, keys => {
    for (const key of keys) learn({ type: 'woken', key }, { correlationId: newId() })
  })
  const learn = (learnt: Learnt, origin: Origin) => {
    if (signal.aborted) return
    if (learnt.type === 'refused') offersRefused.inc({ code: learnt.refusal.code })
    carryOut(apply(picture, learnt, now()), origin)
  }
  const carryOut = ({ match: departmentIds, wake, reread }: Effects, origin: Origin) => {
    wakeAt(wake)
    for (const id of reread) void readAgain(id, origin)
    for (const id of departmentIds) offerIn(id, origin)
  }
  const wakeAt = (wake: Effects['wake']) => {
    for (const { key, at } of wake) timers.set(key, new Date(at))
  }
  const offerIn = (departmentId: string, origin: Origin) => {
    const { offers, wake } = match(picture, departmentId, rules, clock.now(), newId)
    wakeAt(wake)
    for (const offer of offers) {
      const { conversationId, id: offerId, strategy } = offer.decision
      offersSent.inc({ strategy })
      void send(offer, origin).then(sent => sent || learn({ type: 'notSent', conversationId, offerId }, origin))
    }
  }
  const readAgain = (id: string, origin: Origin) =>
    snapshots.conversation(id).then(
      learnt => learn(learnt, origin),
      error => logger.warn({ err: error, conversationId: id }, 'could not be read again; a timer will repeat it')
    )

  const rebuild = async () => {
    const startedAt = performance.now()
    const fill = (part: Learnt[]) => {
      for (const learnt of part) apply(picture, learnt, now())
    }
    const repeat = (work: () => Promise<void>) =>
      untilDone(work, { signal, onError: error => logger.warn({ err: error }, 'no snapshot yet') })
    const readConversations = async () => {
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const { learnt, next } = await snapshots.conversations(cursor)
        fill(learnt)
        cursor = next
      }
    }
    await Promise.all([
      repeat(async () => fill(await snapshots.directory())),
      repeat(async () => fill(await snapshots.presence())),
      repeat(readConversations)
    ])
    if (signal.aborted) return
    rebuilt = true
    rebuildSeconds.set((performance.now() - startedAt) / 1000)
    logger.info({ conversations: picture.conversations.size, agents: picture.agents.size }, 'active: matching')
    for (const id of picture.departments.keys()) offerIn(id, { correlationId: newId() })
  }

  watch(picture)
  const over = new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
  const begun = Promise.race([rebuild().catch(error => logger.debug({ err: error }, 'the term ended first')), over])
  const reconcile = reconciler({
    picture,
    snapshots,
    graceMs,
    signal,
    repair: learnt => {
      logger.warn({ learnt: learnt.type }, 'a snapshot knew what no event had told')
      learn(learnt, { correlationId: newId() })
    }
  })

  return {
    async take(learnt, origin) {
      await begun
      learn(learnt, origin)
    },
    explain(conversationId) {
      if (!rebuilt) throw new Retryable('the picture is being rebuilt')
      return explainWait(picture, conversationId, rules, now())
    },
    reconcile: async () => {
      if (rebuilt) await reconcile()
    },
    ready: () => rebuilt,
    [Symbol.dispose]() {
      end.abort()
      timers[Symbol.dispose]()
      if (watchedPicture() === picture) watch(undefined)
    }
  }
}
