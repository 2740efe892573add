import { freshToken, session, tokenOf } from '../api/session.ts'

const RENEW_EVERY_MS = 20_000
/** A token about to expire may still be valid: waiting for a new one must not keep anybody out. */
const TIMEOUT_MS = 2000

/** The token that a socket opens with; `tell` gets each later one, some time before the former expires. */
export function createSocketToken(tell: (token: string) => void) {
  let told: string | undefined
  const tellNew = () => {
    const token = tokenOf(session.get())
    if (token === undefined || token === told) return
    told = token
    tell(token)
  }
  const stop = session.subscribe(tellNew)
  const timer = setInterval(() => void freshToken().catch(() => undefined), RENEW_EVERY_MS)
  return {
    /** Gets a valid token, or makes do with the current one. */
    async prepare(): Promise<void> {
      const late = new Promise<undefined>(resolve => setTimeout(resolve, TIMEOUT_MS))
      const fresh = await Promise.race([freshToken(), late]).catch(() => undefined)
      told = fresh ?? tokenOf(session.get())
    },
    prepared: () => told,
    stop() {
      stop()
      clearInterval(timer)
    }
  }
}
