/** Ages in ms, in the shape that presence accepts. */
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
  /** The last proof of life, or the close if it was seen; ms of a monotonic clock. */
  at: number
  /** The last proof that presence knows of. */
  told?: number
}

/** What we know about the lives of our connections and presence does not yet. Instants are ms of a monotonic clock. */
export interface LifeLedger {
  opened(connectionId: string, agentId: string, now: number): void
  /** A frame arrived. */
  proof(connectionId: string, now: number): void
  /**
   * A call that names a connection. If that connection is not open here, the call alone still proves the agent alive.
   * `urgent`: there may be no other proof.
   */
  called(connectionId: string, agentId: string, now: number, urgent: boolean): void
  /** `seen`: somebody closed it. Otherwise it fell silent, and its last proof of life counts. */
  closed(connectionId: string, now: number, seen: boolean): void
  /** Whether anyone has come, gone or proved alive only by a call since the last report: that must not wait. */
  urgent(): boolean
  /**
   * The ages of connections with a proof that presence does not know of, or without `everything` only of those that
   * came or went. Call `told` once presence has taken it.
   */
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
  /** Agents whose calls were reported. When these cease we report that too, or presence would keep them for long. */
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

/** Removes callers whose last call is too old to count. The map is ordered by the latest call. */
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
