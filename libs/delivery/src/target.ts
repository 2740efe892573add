import { retryMs } from './decide.ts'
import type { Outcome } from './delivery.ts'

/** Attempts in vain, one after the other, until a target is given a rest. */
const FAILURES_TO_REST = 5
/** Of all lines together; the receiver is somebody's server. */
const AT_ONCE = 20

/** `failing`: it is tried by one delivery at a time. `disconnected`: not at all, until a person has mended it. */
export interface TargetHealth {
  state: 'connected' | 'failing' | 'disconnected'
  since: Date
  error?: string | undefined
  /** While failing: when it is tried again. */
  retryAt?: Date | undefined
}

/** What one process knows of a target: how it is, what goes there now, and which lines wait for it. */
export class Target {
  readonly #waiting = new Set<string>()
  #health: TargetHealth
  #underway = 0
  #failures = 0

  constructor(now: Date) {
    this.#health = { state: 'connected', since: now }
  }

  get health(): TargetHealth {
    return this.#health
  }

  /** Whether a line may try now; otherwise it is told by `freed`, or at the latest when the target has rested. */
  admits(line: string, now: Date): true | Date | 'later' {
    const { state, retryAt } = this.#health
    const room = state === 'connected' ? AT_ONCE : state === 'failing' ? 1 : 0
    if (this.#underway < room && !(retryAt && retryAt > now)) return true
    this.#waiting.add(line)
    return state === 'failing' && this.#underway === 0 ? retryAt! : 'later'
  }

  begin(): void {
    this.#underway += 1
  }

  /** Takes how an attempt ended; answers the lines that may try now. */
  end(outcome: Outcome, now: Date, chance: number): string[] {
    this.#underway -= 1
    switch (outcome.kind) {
      case 'sent':
      case 'refused': {
        const wasFailing = this.#health.state === 'failing'
        this.#failures = 0
        if (this.#health.state !== 'disconnected') this.#become('connected', now)
        return this.#free(wasFailing ? AT_ONCE : 1)
      }
      case 'retry':
      case 'uncertain':
        this.#failures += 1
        if (this.#failures >= FAILURES_TO_REST && this.#health.state !== 'disconnected')
          this.#become('failing', now, outcome.error, retryMs(this.#failures - FAILURES_TO_REST + 1, chance))
        return this.#free(1)
      case 'disconnected':
        this.#become('disconnected', now, outcome.error)
        return []
    }
  }

  /** Somebody has mended it, or says so. */
  reconnect(now: Date): string[] {
    this.#failures = 0
    this.#become('connected', now)
    return this.#free(Infinity)
  }

  #become(state: TargetHealth['state'], now: Date, error?: string, restMs?: number): void {
    const since = state === this.#health.state ? this.#health.since : now
    this.#health = { state, since, error, ...(restMs && { retryAt: new Date(now.getTime() + restMs) }) }
  }

  #free(most: number): string[] {
    const lines = [...this.#waiting].slice(0, most)
    for (const line of lines) this.#waiting.delete(line)
    return lines
  }
}
