import type { DryRun, WaitEstimate, WaitingReason } from '@inbox/contracts'
import { type Clock, type Rejection, type Result, Retryable } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { createDueTimers, type DueTimers, newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { apply, type Update } from '../domain/apply.ts'
import { dryRun } from '../domain/dry-run.ts'
import { explainWait } from '../domain/explain.ts'
import { beginMeasuring } from '../domain/line.ts'
import { match, type Rules } from '../domain/matcher.ts'
import { noticeWakes, positionNoticeOf } from '../domain/position-notices.ts'
import { type Effects, emptyReplica, type Replica } from '../domain/replica.ts'
import { waitEstimatesOf } from '../domain/wait-estimates.ts'
import type { AnnouncePosition } from '../outbound/announcements.ts'
import type { Snapshots } from '../outbound/snapshots.ts'
import type { Paces } from '../store/paces.ts'
import { type Announcer, createAnnouncer } from './announcer.ts'
import { offersRefused, offersSent, rebuildSeconds, watch } from './metrics.ts'
import { rebuild } from './rebuild.ts'
import { createReconcile } from './reconcile.ts'
import type { SendOffer } from './send-offer.ts'
import { TraceWaits } from './trace-waits.ts'

export interface MemoryOptions {
  snapshots: Snapshots
  paces: Pick<Paces, 'all'>
  send: SendOffer
  announce: AnnouncePosition
  rules: Rules
  /** Interval between comparisons with the snapshots. */
  reconcileMs: number
  clock: Clock
  logger: Logger
}

/** The knowledge between two gaps in the events. */
interface Epoch extends Disposable {
  replica: Replica
  reconcile: () => Promise<void>
  timers: DueTimers
  signal: AbortSignal
  ready: boolean
}

/**
 * This process's replica, which follows all events from start to stop. While it leads, it also makes the offers; as a
 * standby it is ready to, and answers questions as well as the leader.
 */
export class Memory implements Disposable {
  readonly #options: MemoryOptions
  #epoch: Epoch
  #leads = false
  readonly #announcer: Announcer
  readonly #waits = new TraceWaits()

  constructor(options: MemoryOptions) {
    this.#options = options
    this.#announcer = createAnnouncer(id => this.#tellPosition(id))
    this.#epoch = this.#newEpoch()
  }

  /** Whether the replica is complete. */
  get ready(): boolean {
    return this.#epoch.ready
  }

  get leads(): boolean {
    return this.#leads
  }

  get replica(): Replica {
    return this.#epoch.replica
  }

  /** Starts or stops making offers. */
  lead(leads: boolean): void {
    this.#leads = leads
    watch(leads ? this.replica : undefined)
    if (leads && this.ready) this.#takeUp()
  }

  learn(update: Update, origin: Origin): void {
    this.#learn(this.#epoch, update, origin)
  }

  /** Events may be missing: starts over from the snapshots. Resolves once the replica is whole, or outdated again. */
  async refill(): Promise<void> {
    const { snapshots, paces, clock, logger } = this.#options
    this.#epoch[Symbol.dispose]()
    const epoch = this.#newEpoch()
    this.#epoch = epoch
    this.#waits.clear()
    if (this.#leads) watch(epoch.replica)
    const startedAt = performance.now()
    const remembered = paces.all().catch(error => {
      logger.warn({ err: error }, 'could not read how fast departments were')
      return undefined
    })
    try {
      await rebuild(epoch.replica, snapshots, { signal: epoch.signal, clock, logger })
    } catch (error) {
      return logger.debug({ err: error }, 'the replica was outdated before it was complete')
    }
    const pacesBefore = await remembered
    if (epoch.signal.aborted) return
    epoch.ready = true
    beginMeasuring(epoch.replica, this.#now(), pacesBefore)
    rebuildSeconds.set((performance.now() - startedAt) / 1000)
    const { conversations, agents } = epoch.replica
    logger.info({ conversations: conversations.size, agents: agents.size }, 'the replica is complete')
    if (this.#leads) this.#takeUp()
  }

  /** Compares part of the replica with the snapshots, and repairs what events failed to report. */
  reconcile(): Promise<void> {
    return this.#epoch.reconcile()
  }

  /** Tells some contacts their place in the queue. */
  tellPositions(): void {
    this.#announcer.tellSome()
  }

  // every question to the replica throws Retryable while it is incomplete

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
    this.#epoch[Symbol.dispose]()
  }

  #whole(): Replica {
    if (!this.ready) throw new Retryable('the replica is being rebuilt')
    return this.replica
  }

  #newEpoch(): Epoch {
    const { snapshots, reconcileMs, clock, logger } = this.#options
    const end = new AbortController()
    const replica = emptyReplica()
    const timers = createDueTimers(clock, keys => {
      for (const key of keys) this.#learn(epoch, { type: 'woken', key }, { correlationId: newId() })
    })
    const repair = (update: Update) => this.#learn(epoch, update, { correlationId: newId() })
    const ready = () => epoch.ready
    const epoch: Epoch = {
      replica,
      timers,
      signal: end.signal,
      ready: false,
      reconcile: createReconcile({
        replica,
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
    return epoch
  }

  #learn(epoch: Epoch, update: Update, origin: Origin): void {
    if (epoch.signal.aborted) return
    if (update.type === 'refused' && this.#leads) offersRefused.inc({ code: update.refusal.code })
    const effects = apply(epoch.replica, update, this.#now())
    this.#waits.learn(update, this.#leads)
    this.#wake(effects.wake)
    for (const id of effects.tellPosition) this.#announcer.add(id)
    for (const id of effects.reread) void this.#readAgain(epoch, id, origin)
    if (this.#leads && epoch.ready) this.#offerIn(effects.match, origin)
  }

  #takeUp(): void {
    const { departments } = this.replica
    this.#offerIn([...departments.keys()], { correlationId: newId() })
    for (const department of departments.values()) this.#wake(noticeWakes(department, this.#now()))
  }

  #offerIn(departmentIds: ReadonlySet<string> | readonly string[], origin: Origin): void {
    const { rules, clock } = this.#options
    const { offers, wake } = match(this.replica, departmentIds, rules, clock.now(), newId)
    this.#wake(wake)
    for (const offer of offers) void this.#send(offer, origin)
  }

  #tellPosition(conversationId: string): void {
    if (!this.#leads) return
    const { notice, lookAgainAt } = positionNoticeOf(this.replica, conversationId, this.#now())
    if (lookAgainAt !== undefined) this.#wake([{ key: `position ${conversationId}`, at: lookAgainAt }])
    if (notice) this.#options.announce(notice, { correlationId: newId() })
  }

  async #send(offer: Parameters<SendOffer>[0], origin: Origin): Promise<void> {
    const { conversationId, id: offerId, strategy } = offer.decision
    offersSent.inc({ strategy })
    const sent = await this.#waits.decided(offer.decision, () => this.#options.send(offer, origin))
    if (!sent) this.learn({ type: 'notSent', conversationId, offerId }, origin)
  }

  async #readAgain(epoch: Epoch, id: string, origin: Origin): Promise<void> {
    try {
      this.#learn(epoch, await this.#options.snapshots.conversation(id), origin)
    } catch (error) {
      this.#options.logger.warn(
        { err: error, conversationId: id },
        'could not read a conversation again; its timer will retry'
      )
    }
  }

  #wake(wake: Effects['wake']): void {
    for (const { key, at } of wake) this.#epoch.timers.set(key, new Date(at))
  }

  #now(): number {
    return this.#options.clock.now().getTime()
  }
}
