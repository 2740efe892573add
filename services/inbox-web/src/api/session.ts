import { type Agent, login, logout, refresh } from '@inbox/contracts'
import { serverNow } from '../state/server-clock.ts'
import { storage } from '../state/storage.ts'
import { createStore, useStore } from '../state/store.ts'
import { exclusively } from './exclusively.ts'
import { Refusal } from './refusal.ts'
import { request } from './request.ts'
import { signInOutcome } from './sign-in-outcome.ts'

/** Who is signed in. The access token is only in memory; a cookie that scripts cannot read outlives the page. */
export interface SignedIn {
  agent: Agent
  accessToken: string
  expiresAt: string
}

/** `unknown` until the cookie has been tried. */
export type Session = 'unknown' | 'nobody' | SignedIn

const KEY = 'inbox-signed-in'

export const session = createStore<Session>('unknown')
let otherTabs: Pick<BroadcastChannel, 'postMessage'> | undefined

/** Starts as whoever signed in here before, and stays in step with the other tabs from then on. */
export function startSession(): void {
  // tells whether there is a cookie to try, as we cannot read it
  if (!storage.get(KEY) && signInOutcome() !== 'done') session.set('nobody')
  session.subscribe(() => {
    if (session.get() === 'nobody') storage.remove(KEY)
    else storage.set(KEY, 'yes')
  })
  otherTabs = tellTabs('inbox-session', () => session.set('nobody'))
}

/** Tokens are renewed this long before they expire. */
const EARLY_MS = 60_000

export const useSession = (): Session => useStore(session)

/** The signed-in agent; only for use below the part of the app that requires one. */
export function useMe(): Agent {
  const current = useSession()
  if (typeof current === 'string') throw new TypeError('nobody is signed in')
  return current.agent
}

/** The access token of whoever is signed in, however soon it expires. */
export const tokenOf = (current: Session) => (typeof current === 'string' ? undefined : current.accessToken)

/** `newPassword` replaces the password, which is required after a one-time password. */
export async function signIn(email: string, password: string, newPassword?: string): Promise<void> {
  session.set(await request(login, { body: { email, password, ...(newPassword && { newPassword }) } }))
}

export async function signOut(): Promise<void> {
  await request(logout, { body: {} })
  otherTabs?.postMessage('signed out')
  session.set('nobody')
}

/** A token that stays valid for a while; undefined if nobody is signed in. Throws Unreachable. */
export async function freshToken(): Promise<string | undefined> {
  const current = session.get()
  if (typeof current !== 'string' && Date.parse(current.expiresAt) - serverNow() > EARLY_MS) return current.accessToken
  return renew()
}

/** All tabs share one refresh token, which is valid only once, so one tab renews at a time. */
export const renew = (): Promise<string | undefined> =>
  exclusively('inbox-refresh', async () => {
    try {
      const renewed = await request(refresh, { body: {} })
      session.set(renewed)
      return renewed.accessToken
    } catch (error) {
      // "too many calls" does not say whether we are signed in
      if (!(error instanceof Refusal) || error.status === 429) throw error
      session.set('nobody')
      return undefined
    }
  })

/** A browser that denies storage denies this, too; then each tab is on its own. */
function tellTabs(name: string, hear: () => void): BroadcastChannel | undefined {
  try {
    const channel = new BroadcastChannel(name)
    channel.addEventListener('message', hear)
    return channel
  } catch {
    return undefined
  }
}
