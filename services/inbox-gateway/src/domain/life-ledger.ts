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
  /**
   * A call that names a connection. Of one that is not open here the agent is told alive all the same, as far as this call goes.
   * `urgent`: nothing else may prove it.
   */
  called(connectionId: string, agentId: string, now: number, urgent: boolean): void
  /** `seen`: somebody closed it. Else it fell silent, and what counts is its last proof. */
  closed(connectionId: string, now: number, seen: boolean): void
  /** Whether since the last report somebody came or went, or has only a call to show: that must not wait. */
  urgent(): boolean
  /** The ages of connections with a proof that presence does not know, or only of those that came or went. Call `told` when presence has taken it. */
  report(now: number, everything: boolean): Ages & { told: () => void }
}

const MAX_AGE_MS = 86_400_000
/** Longer than a call counts. */
const FORGET_CALLS_MS = 60_000

export function createLifeLedger(): LifeLedger {
  const open = new Map<string, Line>()
  const fresh = new Set<string>()
  const silent = new Map<string, Line>()
  const closed = new Map<string, Line>()
  /** Agents whose calls were told of; once they make none any more, that is told too, or presence would keep them for long. */
  const callers = new Map<string, Line>()
  let callsWait = false

  return {
    opened(id, agentId, now) {
      open.set(id, { agentId, at: now })
      fresh.add(id)
    },
    proof(id, now) {
      const line = open.get(id)
      if (line) line.at = now
    },
    called(id, agentId, now, urgent) {
      const line = open.get(id)
      if (line?.agentId === agentId) {
        line.at = now
        if (urgent) fresh.add(id)
      } else {
        const calls = `calls-${agentId}`
        silent.set(calls, { agentId, at: now })
        closed.delete(calls)
        callers.delete(calls)
        callers.set(calls, { agentId, at: now })
        callsWait ||= urgent
      }
    },
    closed(id, now, seen) {
      const line = open.get(id)
      if (!line) return
      open.delete(id)
      fresh.delete(id)
      if (seen) closed.set(id, { agentId: line.agentId, at: now })
      else silent.set(id, line)
    },
    urgent: () => callsWait || fresh.size + closed.size > 0,
    report(now, everything) {
      for (const [id, agentId] of takeForgotten(callers, now)) if (!silent.has(id)) closed.set(id, { agentId, at: now })
      const reported = { fresh: [...fresh], silent: [...silent], closed: [...closed] }
      const living = everything
        ? [...open].filter(([, { at, told }]) => at !== told)
        : reported.fresh.map(id => [id, open.get(id)!] as [string, Line])
      callsWait = false
      const proofs = living.map(([, line]) => ({ line, at: line.at }))
      return {
        beats: ages([...living, ...reported.silent], now),
        closed: ages(reported.closed, now),
        told() {
          for (const { line, at } of proofs) line.told = at
          for (const id of reported.fresh) fresh.delete(id)
          for (const [id, line] of reported.silent) if (silent.get(id) === line) silent.delete(id)
          for (const [id] of reported.closed) closed.delete(id)
        }
      }
    }
  }
}

/** Takes out who has made no call for so long that the last one counts no more. The latest caller stands last. */
function takeForgotten(callers: Map<string, Line>, now: number): [id: string, agentId: string][] {
  const forgotten: [string, string][] = []
  for (const [id, { agentId, at }] of callers) {
    if (now - at < FORGET_CALLS_MS) break
    callers.delete(id)
    forgotten.push([id, agentId])
  }
  return forgotten
}

const ages = (lines: Iterable<[string, Line]>, now: number): Age[] =>
  Array.from(lines, ([sessionId, { agentId, at }]) => ({
    agentId,
    sessionId,
    ageMs: Math.min(Math.max(0, Math.round(now - at)), MAX_AGE_MS)
  }))
