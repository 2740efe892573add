import { postMyBeat } from '@inbox/contracts'
import { request } from '../api/request.ts'
import { session, tokenOf } from '../api/session.ts'

/** Calls that say that somebody is there, while the connection that else shows it does not work. */
export function thereCalls(ended: (answered: boolean) => void) {
  const underWay = new Set<AbortController>()
  return {
    async say(connectionId: string, patienceMs: number): Promise<void> {
      const stop = new AbortController()
      underWay.add(stop)
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(patienceMs)])
      const answered = await request(postMyBeat, { body: { connectionId }, signal }, tokenOf(session.get())).then(
        () => true,
        () => false
      )
      underWay.delete(stop)
      ended(answered)
    },
    endAll(): void {
      for (const each of underWay) each.abort()
    }
  }
}
