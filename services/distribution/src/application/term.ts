import type { WaitingReason } from '@inbox/contracts'
import { type Clock, type Rejection, type Result, Retryable } from '@inbox/kernel'
import { type DueTimers, dueTimers, newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { apply, type Learnt } from '../domain/apply.ts'
import { explainWait } from '../domain/explain.ts'
import { match, type Rules } from '../domain/matcher.ts'
import { type Effects, emptyPicture } from '../domain/picture.ts'
import type { Origin, SendOffer } from '../outbound/offers.ts'
import type { Snapshots } from '../outbound/snapshots.ts'
import { offersRefused, offersSent, rebuildSeconds, watch, watchedPicture } from './metrics.ts'
import { rebuild } from './rebuild.ts'
import { reconciler } from './reconcile.ts'

export interface TermOptions {
  snapshots: Snapshots
  send: SendOffer
  rules: Rules
  /** An event may be as late as this without its absence counting as a fault. */
  graceMs: number
  clock: Clock
  logger: Logger
}

/** The time from becoming the active matcher to being so no more; its picture begins and ends with it. */
export class Term implements Disposable {
  readonly #options: TermOptions
  readonly #picture = emptyPicture()
  readonly #end = new AbortController()
  readonly #timers: DueTimers
  readonly #reconcile: () => Promise<void>
  readonly #begun: Promise<void>
  #ready = false

  constructor(options: TermOptions) {
    const { snapshots, graceMs, clock, logger } = options
    const { signal } = this.#end
    this.#options = options
    this.#timers = dueTimers(clock, keys => {
      for (const key of keys) this.#learn({ type: 'woken', key }, { correlationId: newId() })
    })
    const repair = (learnt: Learnt) => {
      logger.warn({ learnt: learnt.type }, 'a snapshot knew what no event had told')
      this.#learn(learnt, { correlationId: newId() })
    }
    this.#reconcile = reconciler({ picture: this.#picture, snapshots, repair, graceMs, signal })
    const over = new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
    this.#begun = Promise.race([this.#begin(), over])
    watch(this.#picture)
  }

  /** Whether the picture has been rebuilt. */
  get ready(): boolean {
    return this.#ready
  }

  /** Resolves when it is taken in, or the term has ended. */
  async take(learnt: Learnt, origin: Origin): Promise<void> {
    await this.#begun
    this.#learn(learnt, origin)
  }

  /** Throws Retryable while the picture is being rebuilt. */
  explain(conversationId: string): Result<WaitingReason, Rejection> {
    if (!this.#ready) throw new Retryable('the picture is being rebuilt')
    return explainWait(this.#picture, conversationId, this.#options.rules, this.#now())
  }

  async reconcile(): Promise<void> {
    if (this.#ready) await this.#reconcile()
  }

  [Symbol.dispose](): void {
    this.#end.abort()
    this.#timers[Symbol.dispose]()
    if (watchedPicture() === this.#picture) watch(undefined)
  }

  async #begin(): Promise<void> {
    const { snapshots, logger } = this.#options
    const startedAt = performance.now()
    try {
      await rebuild(this.#picture, snapshots, this.#end.signal, logger)
    } catch (error) {
      return logger.debug({ err: error }, 'the term ended before its picture was there')
    }
    if (this.#end.signal.aborted) return
    this.#ready = true
    rebuildSeconds.set((performance.now() - startedAt) / 1000)
    const { conversations, agents, departments } = this.#picture
    logger.info({ conversations: conversations.size, agents: agents.size }, 'active: matching')
    for (const id of departments.keys()) this.#offerIn(id, { correlationId: newId() })
  }

  #learn(learnt: Learnt, origin: Origin): void {
    if (this.#end.signal.aborted) return
    if (learnt.type === 'refused') offersRefused.inc({ code: learnt.refusal.code })
    const effects = apply(this.#picture, learnt, this.#now())
    this.#wake(effects.wake)
    for (const id of effects.reread) void this.#readAgain(id, origin)
    for (const id of effects.match) this.#offerIn(id, origin)
  }

  #offerIn(departmentId: string, origin: Origin): void {
    const { rules, clock } = this.#options
    const { offers, wake } = match(this.#picture, departmentId, rules, clock.now(), newId)
    this.#wake(wake)
    for (const offer of offers) void this.#send(offer, origin)
  }

  async #send(offer: Parameters<SendOffer>[0], origin: Origin): Promise<void> {
    const { conversationId, id: offerId, strategy } = offer.decision
    offersSent.inc({ strategy })
    if (!(await this.#options.send(offer, origin))) this.#learn({ type: 'notSent', conversationId, offerId }, origin)
  }

  async #readAgain(id: string, origin: Origin): Promise<void> {
    try {
      this.#learn(await this.#options.snapshots.conversation(id), origin)
    } catch (error) {
      this.#options.logger.warn({ err: error, conversationId: id }, 'not read again; its timer will repeat it')
    }
  }

  #wake(wake: Effects['wake']): void {
    for (const { key, at } of wake) this.#timers.set(key, new Date(at))
  }

  #now(): number {
    return this.#options.clock.now().getTime()
  }
}
