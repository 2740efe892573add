import { postMyBeat } from '@inbox/contracts'
import { request } from '../api/request.ts'
import { session, tokenOf } from '../api/session.ts'
import { localNow } from '../state/server-clock.ts'
import type { BeatEnd } from './reconnection.ts'

/** A call that has not failed by then is waiting for something. */
const HUNG_MS = 250

/** Calls that prove the agent alive while the connection that otherwise does so is down. */
export function createBeatCalls(ended: (how: BeatEnd, tookMs: number) => void) {
  const underWay = new Set<AbortController>()
  return {
    async send(connectionId: string, patienceMs: number): Promise<void> {
      const stop = new AbortController()
      underWay.add(stop)
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(patienceMs)])
      const begunAt = localNow()
      const answered = await request(postMyBeat, { body: { connectionId }, signal }, tokenOf(session.get())).then(
        () => true,
        () => false
      )
      underWay.delete(stop)
      const tookMs = localNow() - begunAt
      if (answered) return ended('answered', tookMs)
      if (stop.signal.aborted) return ended('dropped', tookMs)
      ended(!signal.aborted && tookMs > HUNG_MS ? 'cut' : 'failed', tookMs)
    },
    endAll(): void {
      for (const each of underWay) each.abort()
    }
  }
}
