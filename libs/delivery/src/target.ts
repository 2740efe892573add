import { retryMs } from './decide.ts'
import type { Outcome } from './delivery.ts'

/** Attempts in vain, one after the other, until a target is given a rest. */
const FAILURES_TO_REST = 5
/** Of all lines together; the receiver is somebody's server. */
const AT_ONCE = 20
/** That are looked for at a time. */
const MAX_LINES = 1000

/** `failing`: it is tried by one delivery at a time. `disconnected`: not at all, until a person has mended it. */
export interface TargetHealth {
  state: 'connected' | 'failing' | 'disconnected'
  since: Date
  error?: string | undefined
  /** While failing: when it is tried again. */
  retryAt?: Date | undefined
  /** Disconnected because nobody has connected it yet. */
  notSetUp?: true
}

/** What one process knows of a target: how it is, what goes there now, and which lines wait for it. */
export class Target {
  readonly #waiting = new Set<string>()
  #health: TargetHealth
  #underway = 0
  #failures = 0
  /** The line that comes when it has rested. */
  #next: string | undefined

  constructor(now: Date) {
    this.#health = { state: 'connected', since: now }
  }

  get health(): TargetHealth {
    return this.#health
  }

  /** Whether a line may try now; otherwise it is told when others have, or, one of all that wait, comes when the target has rested. */
  admits(line: string, now: Date): true | Date | 'later' {
    const { state, retryAt } = this.#health
    if (this.#underway < this.#room() && !(retryAt && retryAt > now)) {
      this.#waiting.delete(line)
      return true
    }
    this.#waiting.add(line)
    if (state !== 'failing' || this.#underway > 0) return 'later'
    this.#next ??= line
    return line === this.#next ? retryAt! : 'later'
  }

  /** Which lines with something for it are worth looking for: at most how many, and whether those that wait for it count, too. */
  wanted(now: Date): { most: number; awaited: boolean } {
    const { state, retryAt } = this.#health
    const resting = retryAt !== undefined && retryAt > now
    const most = { connected: MAX_LINES, failing: resting ? 0 : AT_ONCE, disconnected: 0 }[state]
    // while it is busy, whoever waits is told when something ends
    return { most, awaited: this.#underway < this.#room() }
  }

  /** Whether a line will be told when it may try. */
  isAwaitedBy(line: string): boolean {
    return this.#waiting.has(line)
  }

  /** An attempt is under way, from the moment in which its line was admitted. */
  begin(): void {
    this.#underway += 1
  }

  /** It was not made after all; answers the lines that may try now. */
  release(): string[] {
    this.#underway -= 1
    return this.#free(1)
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
      case 'later':
        return this.#free(1)
      case 'disconnected':
        this.#become('disconnected', now, outcome.error)
        if (outcome.notSetUp) this.#health.notSetUp = true
        return []
    }
  }

  /** Somebody has mended it, or says so; the rest of the lines go when these have ended. */
  reconnect(now: Date): string[] {
    this.#failures = 0
    this.#become('connected', now)
    return this.#free(AT_ONCE)
  }

  #room(): number {
    return { connected: AT_ONCE, failing: 1, disconnected: 0 }[this.#health.state]
  }

  #become(state: TargetHealth['state'], now: Date, error?: string, restMs?: number): void {
    this.#next = undefined
    const since = state === this.#health.state ? this.#health.since : now
    this.#health = { state, since, error, ...(restMs && { retryAt: new Date(now.getTime() + restMs) }) }
  }

  #free(most: number): string[] {
    const lines: string[] = []
    for (const line of this.#waiting) {
      if (lines.length === most) break
      lines.push(line)
      this.#waiting.delete(line)
    }
    return lines
  }
}
