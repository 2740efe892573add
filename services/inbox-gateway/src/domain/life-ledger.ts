/** Ages in ms, as presence takes them. */
export interface Ages {
  beats: Age[]
  closed: Age[]
}
interface Age {
  agentId: string
  sessionId: string
  ageMs: number
}

interface Line {
  agentId: string
  /** The last proof of life, or the close that was seen; ms of a monotonic clock. */
  at: number
  /** The proof that presence knows. */
  told?: number
}

/** What this process knows of its connections' lives and presence does not yet. All instants: ms of a monotonic clock. */
export interface LifeLedger {
  opened(connectionId: string, agentId: string, now: number): void
  /** A frame arrived. */
  proof(connectionId: string, now: number): void
  /** `seen`: somebody closed it. Else it fell silent, and what counts is its last proof. */
  closed(connectionId: string, now: number, seen: boolean): void
  /** Whether somebody came or went since the last report: that must not wait. */
  urgent(): boolean
  /** The ages of connections with a proof that presence does not know, or only of those that came or went. Call `told` when presence has taken it. */
  report(now: number, everything: boolean): Ages & { told: () => void }
}

const MOST_AGE_MS = 86_400_000

export function lifeLedger(): LifeLedger {
  const open = new Map<string, Line>()
  const fresh = new Set<string>()
  const silent = new Map<string, Line>()
  const closed = new Map<string, Line>()

  const ages = (lines: Iterable<[string, Line]>, now: number): Age[] =>
    [...lines].map(([sessionId, { agentId, at }]) => ({
      agentId,
      sessionId,
      ageMs: Math.min(Math.max(0, Math.round(now - at)), MOST_AGE_MS)
    }))

  return {
    opened(id, agentId, now) {
      open.set(id, { agentId, at: now })
      fresh.add(id)
    },
    proof(id, now) {
      const line = open.get(id)
      if (line) line.at = now
    },
    closed(id, now, seen) {
      const line = open.get(id)
      if (!line) return
      open.delete(id)
      fresh.delete(id)
      if (seen) closed.set(id, { agentId: line.agentId, at: now })
      else silent.set(id, line)
    },
    urgent: () => fresh.size + closed.size > 0,
    report(now, everything) {
      const reported = { fresh: [...fresh], silent: [...silent], closed: [...closed] }
      const living = everything
        ? [...open].filter(([, { at, told }]) => at !== told)
        : reported.fresh.map(id => [id, open.get(id)!] as [string, Line])
      const proofs = living.map(([, line]) => ({ line, at: line.at }))
      return {
        beats: ages([...living, ...reported.silent], now),
        closed: ages(reported.closed, now),
        told() {
          for (const { line, at } of proofs) line.told = at
          for (const id of reported.fresh) fresh.delete(id)
          for (const [id] of reported.silent) silent.delete(id)
          for (const [id] of reported.closed) closed.delete(id)
        }
      }
    }
  }
}
