import { retryMs } from './decide.ts'
import type { Outcome } from './delivery.ts'

/** Consecutive failed attempts after which a target is given a rest. */
const FAILURES_TO_REST = 5
/** For all lines together; the receiver is somebody's server. */
const AT_ONCE = 20
/** The most to look for at a time. */
const MAX_LINES = 1000

/** `failing`: tried by one delivery at a time. `disconnected`: not at all, until a person has fixed it. */
export interface TargetHealth {
  state: 'connected' | 'failing' | 'disconnected'
  since: Date
  error?: string | undefined
  /** While failing: when it is next tried. */
  retryAt?: Date | undefined
  /** Disconnected because nobody has connected it yet. */
  notSetUp?: true
}

/** What one process knows of a target: its health, what is in progress there, and which lines wait for it. */
export class Target {
  readonly #waiting = new Set<string>()
  #health: TargetHealth
  #underway = 0
  #failures = 0
  /** The line that goes first after the rest. */
  #next: string | undefined

  constructor(now: Date) {
    this.#health = { state: 'connected', since: now }
  }

  get health(): TargetHealth {
    return this.#health
  }

  /** Whether a line may try now; if not, it is woken after other attempts or, for one of them, after the rest. */
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

  /** Which lines to look for: how many at most, and whether to include those already waiting. */
  wanted(now: Date): { most: number; awaited: boolean } {
    const { state, retryAt } = this.#health
    const resting = retryAt !== undefined && retryAt > now
    const most = { connected: MAX_LINES, failing: resting ? 0 : AT_ONCE, disconnected: 0 }[state]
    // while it is busy, waiting lines are woken when something ends
    return { most, awaited: this.#underway < this.#room() }
  }

  /** Whether a line will be woken when it may try. */
  isAwaitedBy(line: string): boolean {
    return this.#waiting.has(line)
  }

  /** Counts an attempt as in progress, from the moment its line is admitted. */
  begin(): void {
    this.#underway += 1
  }

  /** The attempt was not made after all; returns the lines that may try now. */
  release(): string[] {
    this.#underway -= 1
    return this.#free(1)
  }

  /** Records an attempt's outcome; returns the lines that may try now. */
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

  /** Somebody has fixed it, or says so; returns the first lines to go, the others follow when these have ended. */
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
