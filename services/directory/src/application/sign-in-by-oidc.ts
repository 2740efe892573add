import { randomBytes } from 'node:crypto'
import type { SignedIn, SignInMethods, SignInOrigin } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { emailKeyOf } from '../domain/agent.ts'
import { hashOf } from '../domain/secrets.ts'
import type { IdentityProvider } from '../outbound/identity-provider.ts'
import type { Agents } from '../store/agents.ts'
import type { SignInFlows } from '../store/sign-in-flows.ts'
import type { DeviceTokens } from './device-tokens.ts'
import type { ReportRefusal } from './sign-in-audit.ts'
import type { SignInSessions } from './sign-in-sessions.ts'

/** Leaves time for passwords and second factors at the provider. */
const FLOW_MS = 600_000

interface Dependencies {
  provider: IdentityProvider | undefined
  flows: SignInFlows
  agents: Pick<Agents, 'byEmail'>
  sessions: Pick<SignInSessions, 'begin'>
  devices: Pick<DeviceTokens, 'read'>
  reportRefusal: ReportRefusal
  clock: Clock
}

/** Signing in at an identity provider: whoever returns with a verified e-mail address is the active agent with it. */
export function createSignInByOidc({ provider, flows, agents, sessions, devices, reportRefusal, clock }: Dependencies) {
  const none = reject('not-found', 'No identity provider is configured')
  return {
    methods: (): SignInMethods => ({ password: true, ...(provider && { oidc: { name: provider.name } }) }),

    async begin() {
      if (!provider) return none
      const [flow, state, nonce, codeVerifier] = [random(), random(), random(), random()]
      const expiresAt = new Date(clock.now().getTime() + FLOW_MS)
      const url = await provider.authorizationUrl({ state, nonce, codeVerifier })
      await flows.begin({ _id: hashOf(flow), state, nonce, codeVerifier, expiresAt })
      return ok({ url, flow, expiresAt: expiresAt.toISOString() })
    },

    async finish(
      { flow, query, origin }: { flow: string; query: string; origin: SignInOrigin },
      correlationId: string
    ): Promise<Result<SignedIn, Rejection>> {
      if (!provider) return none
      const expected = await flows.take(hashOf(flow), clock.now())
      if (!expected) return reject('unauthenticated', 'This sign-in has expired; start again')
      const email = await provider.verifiedEmail(query, expected)
      if (email === null) return reject('unauthenticated', 'The identity provider did not confirm who you are')
      const agent = await agents.byEmail(emailKeyOf(email))
      const { address, deviceToken } = origin
      if (!agent?.fields.active) {
        await reportRefusal({ email, agent, address, correlationId, at: clock.now(), knownDevice: false, why: 'wrong' })
        return reject('forbidden', 'No active agent has this e-mail address')
      }
      const device = await devices.read(deviceToken, clock.now())
      return sessions.begin(agent, device, { correlationId, address })
    }
  }
}
export type SignInByOidc = ReturnType<typeof createSignInByOidc>

/** 256 bits, in the characters that PKCE allows for a verifier. */
const random = () => randomBytes(32).toString('base64url')
