import type { DryRun, WaitEstimate, WaitingReason } from '@inbox/contracts'
import { type Clock, type Rejection, type Result, Retryable } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { createDueTimers, type DueTimers, newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { apply, type Learnt } from '../domain/apply.ts'
import { dryRun } from '../domain/dry-run.ts'
import { explainWait } from '../domain/explain.ts'
import { beginMeasuring } from '../domain/line.ts'
import { match, type Rules } from '../domain/matcher.ts'
import { type Effects, emptyPicture, type Picture } from '../domain/picture.ts'
import { noticeWakes, positionNoticeOf } from '../domain/position-notices.ts'
import { waitEstimatesOf } from '../domain/wait-estimates.ts'
import type { AnnouncePosition } from '../outbound/announcements.ts'
import type { Snapshots } from '../outbound/snapshots.ts'
import type { Paces } from '../store/paces.ts'
import { type Announcer, createAnnouncer } from './announcer.ts'
import { offersRefused, offersSent, rebuildSeconds, watch } from './metrics.ts'
import { rebuild } from './rebuild.ts'
import { createReconcile } from './reconcile.ts'
import type { SendOffer } from './send-offer.ts'

export interface MemoryOptions {
  snapshots: Snapshots
  paces: Pick<Paces, 'all'>
  send: SendOffer
  announce: AnnouncePosition
  rules: Rules
  /** Between two comparisons with the snapshots. */
  reconcileMs: number
  clock: Clock
  logger: Logger
}

/** What was known from one gap in the events to the next. */
interface Chapter extends Disposable {
  picture: Picture
  reconcile: () => Promise<void>
  timers: DueTimers
  signal: AbortSignal
  ready: boolean
}

/**
 * The picture of this process, which follows all events from start to stop. While it leads, it also makes the offers;
 * otherwise it is ready to, and answers questions as well as the one that leads.
 */
export class Memory implements Disposable {
  readonly #options: MemoryOptions
  #chapter: Chapter
  #leads = false
  readonly #announcer: Announcer

  constructor(options: MemoryOptions) {
    this.#options = options
    this.#announcer = createAnnouncer(id => this.#tellPosition(id))
    this.#chapter = this.#newChapter()
  }

  /** Whether the picture is whole. */
  get ready(): boolean {
    return this.#chapter.ready
  }

  get leads(): boolean {
    return this.#leads
  }

  get picture(): Picture {
    return this.#chapter.picture
  }

  /** Begins or ends making offers. */
  lead(leads: boolean): void {
    this.#leads = leads
    watch(leads ? this.picture : undefined)
    if (leads && this.ready) this.#takeUp()
  }

  learn(learnt: Learnt, origin: Origin): void {
    this.#learn(this.#chapter, learnt, origin)
  }

  /** Events may have been missed: begins again from the snapshots. Resolves when the picture is whole, or outdated again. */
  async refill(): Promise<void> {
    const { snapshots, paces, clock, logger } = this.#options
    this.#chapter[Symbol.dispose]()
    const chapter = this.#newChapter()
    this.#chapter = chapter
    if (this.#leads) watch(chapter.picture)
    const startedAt = performance.now()
    const remembered = paces.all().catch(error => {
      logger.warn({ err: error }, 'how fast departments were is not known')
      return undefined
    })
    try {
      await rebuild(chapter.picture, snapshots, { signal: chapter.signal, clock, logger })
    } catch (error) {
      return logger.debug({ err: error }, 'outdated before it was whole')
    }
    const pacesBefore = await remembered
    if (chapter.signal.aborted) return
    chapter.ready = true
    beginMeasuring(chapter.picture, this.#now(), pacesBefore)
    rebuildSeconds.set((performance.now() - startedAt) / 1000)
    const { conversations, agents } = chapter.picture
    logger.info({ conversations: conversations.size, agents: agents.size }, 'the picture is whole')
    if (this.#leads) this.#takeUp()
  }

  /** Compares a part of the picture with the snapshots, and makes good what no event told. */
  reconcile(): Promise<void> {
    return this.#chapter.reconcile()
  }

  /** Tells some contacts their place in the queue. */
  tellPositions(): void {
    this.#announcer.tellSome()
  }

  // all that is asked of the picture throws Retryable while it is not whole

  explain(conversationId: string): Result<WaitingReason, Rejection> {
    return explainWait(this.#whole(), conversationId, this.#options.rules, this.#now())
  }

  dryRun(departmentId: string, policy: Parameters<typeof dryRun>[2]): Result<DryRun, Rejection> {
    return dryRun(this.#whole(), departmentId, policy, this.#options.rules, this.#options.clock.now())
  }

  waitEstimates(): WaitEstimate[] {
    return waitEstimatesOf(this.#whole(), this.#now())
  }

  [Symbol.dispose](): void {
    this.lead(false)
    this.#chapter[Symbol.dispose]()
  }

  #whole(): Picture {
    if (!this.ready) throw new Retryable('the picture is being rebuilt')
    return this.picture
  }

  #newChapter(): Chapter {
    const { snapshots, reconcileMs, clock, logger } = this.#options
    const end = new AbortController()
    const picture = emptyPicture()
    const timers = createDueTimers(clock, keys => {
      for (const key of keys) this.#learn(chapter, { type: 'woken', key }, { correlationId: newId() })
    })
    const repair = (learnt: Learnt) => this.#learn(chapter, learnt, { correlationId: newId() })
    const ready = () => chapter.ready
    const chapter: Chapter = {
      ...{ picture, timers, signal: end.signal, ready: false },
      reconcile: createReconcile({
        picture,
        snapshots,
        ready,
        repair,
        everyMs: reconcileMs,
        signal: end.signal,
        logger
      }),
      [Symbol.dispose]() {
        end.abort()
        timers[Symbol.dispose]()
      }
    }
    return chapter
  }

  #learn(chapter: Chapter, learnt: Learnt, origin: Origin): void {
    if (chapter.signal.aborted) return
    if (learnt.type === 'refused' && this.#leads) offersRefused.inc({ code: learnt.refusal.code })
    const effects = apply(chapter.picture, learnt, this.#now())
    this.#wake(effects.wake)
    for (const id of effects.tellPosition) this.#announcer.add(id)
    for (const id of effects.reread) void this.#readAgain(chapter, id, origin)
    if (this.#leads && chapter.ready) this.#offerIn(effects.match, origin)
  }

  #takeUp(): void {
    const { departments } = this.picture
    this.#offerIn([...departments.keys()], { correlationId: newId() })
    for (const department of departments.values()) this.#wake(noticeWakes(department, this.#now()))
  }

  #offerIn(departmentIds: ReadonlySet<string> | readonly string[], origin: Origin): void {
    const { rules, clock } = this.#options
    const { offers, wake } = match(this.picture, departmentIds, rules, clock.now(), newId)
    this.#wake(wake)
    for (const offer of offers) void this.#send(offer, origin)
  }

  #tellPosition(conversationId: string): void {
    if (!this.#leads) return
    const { notice, lookAgainAt } = positionNoticeOf(this.picture, conversationId, this.#now())
    if (lookAgainAt !== undefined) this.#wake([{ key: `position ${conversationId}`, at: lookAgainAt }])
    if (notice) this.#options.announce(notice, { correlationId: newId() })
  }

  async #send(offer: Parameters<SendOffer>[0], origin: Origin): Promise<void> {
    const { conversationId, id: offerId, strategy } = offer.decision
    offersSent.inc({ strategy })
    if (!(await this.#options.send(offer, origin))) this.learn({ type: 'notSent', conversationId, offerId }, origin)
  }

  async #readAgain(chapter: Chapter, id: string, origin: Origin): Promise<void> {
    try {
      this.#learn(chapter, await this.#options.snapshots.conversation(id), origin)
    } catch (error) {
      this.#options.logger.warn({ err: error, conversationId: id }, 'not read again; its timer will repeat it')
    }
  }

  #wake(wake: Effects['wake']): void {
    for (const { key, at } of wake) this.#chapter.timers.set(key, new Date(at))
  }

  #now(): number {
    return this.#options.clock.now().getTime()
  }
}
