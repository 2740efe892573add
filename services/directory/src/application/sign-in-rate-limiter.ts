import type { DeviceTokenClaims, SignInOrigin } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { AgentDocument } from '../domain/agent.ts'
import { hashOf } from '../domain/secrets.ts'
import { forOne, forStrangers, type RateLimit, tryAgain } from '../domain/sign-in-rate-limit.ts'
import type { AttemptsStore } from '../store/attempts.ts'

/** Tries that are counted together. */
interface Counted {
  id: string
  limit: RateLimit
}

export interface SignInAttempt {
  emailKey: string
  /** Whose account it is, if anybody's. */
  agent: AgentDocument | null
  origin: SignInOrigin
  device: DeviceTokenClaims | undefined
}

export const isKnownDevice = ({ agent, device }: Pick<SignInAttempt, 'agent' | 'device'>): boolean =>
  agent !== null && (device?.agentIds.includes(agent._id) ?? false)

/**
 * What is counted for a try: the device, if this agent has signed in on it, or the sign-in that they have already; of
 * strangers the address for this account, and all of them for this account. What an administrator made up for one time
 * nobody guesses, so it is the way in while strangers are kept out.
 */
function countedFor({ emailKey, agent, origin, device }: SignInAttempt): Counted[] {
  const counted = (kind: string, who: string, limit = forOne) => ({
    id: hashOf([kind, who, emailKey].join()),
    limit
  })
  if (origin.signInId !== undefined) return [counted('signIn', origin.signInId)]
  if (device && isKnownDevice({ agent, device })) return [counted('device', device.jti)]
  const address = counted('address', origin.address)
  return agent?.oneTimeUntil ? [address] : [address, counted('strangers', '', forStrangers)]
}

/** Slows down guessing by who guesses: strangers never keep out who comes from a device of theirs. */
export function createSignInRateLimiter(attempts: AttemptsStore, clock: Clock) {
  const decide = async ({ id, limit }: Counted) => {
    const before = await attempts.load(id)
    return { before, decision: tryAgain(before ?? undefined, limit, clock.now()) }
  }
  const refuse = (retryAfterSeconds: number): Result<void, Rejection> =>
    reject('too-many-requests', `Too many wrong passwords; wait ${retryAfterSeconds} s`, { retryAfterSeconds })

  const count = async (each: Counted): Promise<Result<void, Rejection>> => {
    for (;;) {
      const { before, decision } = await decide(each)
      if (!decision.allowed) return refuse(decision.retryAfterSeconds)
      if (await attempts.count(each.id, before, decision.after)) return ok(undefined)
    }
  }
  return {
    /** Counts a try, unless one is not to be made yet. */
    async allow(attempt: SignInAttempt): Promise<Result<void, Rejection>> {
      const all = countedFor(attempt)
      // a try that is refused counts for nothing
      const decisions = await Promise.all(all.map(decide))
      const waits = decisions.map(({ decision }) => (decision.allowed ? 0 : decision.retryAfterSeconds))
      if (waits.some(wait => wait > 0)) return refuse(Math.max(...waits))
      for (const each of all) {
        const counted = await count(each)
        if (!counted.ok) return counted
      }
      return ok(undefined)
    },
    /** The try was right: it was nobody's guess. */
    async forgive(attempt: SignInAttempt): Promise<void> {
      const [own, strangers] = countedFor(attempt)
      await Promise.all([attempts.forget(own!.id), strangers && attempts.takeBackOne(strangers.id)])
    }
  }
}
export type SignInRateLimiter = ReturnType<typeof createSignInRateLimiter>
