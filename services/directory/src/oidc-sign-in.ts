import { randomBytes } from 'node:crypto'
import type { SignedIn, SignInMethods, SignInOrigin } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { DeviceTokens } from './device-tokens.ts'
import type { AgentDocument } from './domain/agent.ts'
import { emailKeyOf } from './domain/agent.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { hashOf } from './secrets.ts'
import type { Sessions } from './sessions.ts'
import type { TellRefused } from './sign-in-log.ts'
import type { Register } from './store/register.ts'
import type { SignInFlows } from './store/sign-in-flows.ts'

/** Long enough for passwords and second factors at the provider. */
const FLOW_MS = 600_000

interface Dependencies {
  provider: IdentityProvider | undefined
  flows: SignInFlows
  agents: Pick<Register<AgentDocument>, 'findOne'>
  sessions: Pick<Sessions, 'begin'>
  devices: Pick<DeviceTokens, 'read'>
  tellRefused: TellRefused
  clock: Clock
}

/** Signing in at an identity provider: who comes back with a verified e-mail address is the active agent who has it. */
export function oidcSignIn({ provider, flows, agents, sessions, devices, tellRefused, clock }: Dependencies) {
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
      if (!expected) return reject('unauthenticated', 'This sign-in is over; begin again')
      const email = await provider.verifiedEmail(query, expected)
      if (email === null) return reject('unauthenticated', 'The identity provider does not vouch for you')
      const agent = await agents.findOne({ emailKey: emailKeyOf(email) })
      const { address, deviceToken } = origin
      if (!agent?.fields.active) {
        await tellRefused({ email, agent, address, correlationId, at: clock.now(), knownDevice: false, why: 'wrong' })
        return reject('forbidden', 'Nobody who works here has this e-mail address')
      }
      const device = await devices.read(deviceToken, clock.now())
      return sessions.begin(agent, device, { correlationId, address })
    }
  }
}
export type OidcSignIn = ReturnType<typeof oidcSignIn>

/** 256 bits, in the characters that PKCE allows for a verifier. */
const random = () => randomBytes(32).toString('base64url')
