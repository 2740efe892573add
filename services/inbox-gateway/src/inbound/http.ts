import {
  getAgent,
  getMe,
  keepPushSubscription,
  listPresence,
  postAgentStatus,
  postMyBeat,
  putMyPushSubscription,
  putMyStatus,
  putStatus,
  type SignedIn
} from '@inbox/contracts'
import { type Call, type Route, route, userOf } from '@inbox/http'
import { ok, Retryable, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Access } from '../application/access.ts'
import type { Config } from '../config.ts'
import type { Agents } from '../outbound/agents.ts'
import type { Beats } from '../outbound/beats.ts'
import type { Owners } from '../outbound/owners.ts'
import { oidcRoutes } from './oidc.ts'
import { passwordRoute, signInRoutes } from './sign-in.ts'

interface Dependencies {
  owners: Owners
  access: Pick<Access, 'claimsOf'>
  agents: Pick<Agents, 'get' | 'ready'>
  beats: Pick<Beats, 'called'>
  /** Whether agents may connect here. */
  welcome: () => boolean
  config: Config
  logger: Logger
}

/** The calls that the gateway answers itself; all others are forwarded to their owners. */
export function routes({ owners, access, agents, beats, welcome, config, logger }: Dependencies): Route[] {
  const { directory, presence } = owners
  const secure = config.NODE_ENV === 'production'
  // presence catches up by itself once it is back; its absence must not stop anybody from signing in or out
  const tellPresence = (id: string, body: Call<typeof putStatus>['body'], correlationId: string) =>
    presence
      .call(putStatus, { params: { id }, body, correlationId })
      .catch(error => logger.warn({ err: error, agentId: id, correlationId }, 'could not report a status to presence'))
  const tellSignedIn = async ({ agent }: SignedIn, correlationId: string) => {
    await tellPresence(agent.id, { status: 'available', cause: 'signedIn' }, correlationId)
  }

  return [
    ...signInRoutes({
      directory,
      access,
      secure,
      origins: config.CORS_ORIGINS,
      onSignedIn: tellSignedIn,
      onSignedOut: (agentId, correlationId) => tellPresence(agentId, { status: 'loggedOut' }, correlationId)
    }),
    passwordRoute({ directory, access, secure }),
    ...oidcRoutes({ directory, secure, onSignedIn: tellSignedIn, logger }),
    route(getMe, async ({ caller, correlationId }) => {
      const actor = userOf(caller)
      const [agent, present] = await Promise.all([
        directory.call(getAgent, { params: { id: actor.id }, actor, correlationId }),
        presence.call(listPresence, { query: { ids: actor.id }, actor, correlationId }).catch(() => undefined)
      ])
      if (!agent.ok) return agent
      const mine = present?.ok ? present.value.items.find(({ agentId }) => agentId === actor.id) : undefined
      return ok({ agent: agent.value, ...(mine && { presence: mine }) })
    }),
    route(putMyStatus, ({ body, caller, correlationId }) => {
      const actor = userOf(caller)
      return presence.call(putStatus, { params: { id: actor.id }, body, actor, correlationId })
    }),
    route(putMyPushSubscription, async ({ body: subscription, caller, correlationId, request }) => {
      const agentId = userOf(caller).id
      const signInId = (await access.claimsOf(request.headers.authorization))?.signInId
      if (signInId === undefined) return reject('not-supported', 'Only for people who have signed in')
      return directory.call(keepPushSubscription, { body: { agentId, signInId, subscription }, correlationId })
    }),
    route(postMyBeat, async ({ body, caller }) => {
      if (!welcome()) throw new Retryable('this gateway accepts no agents at the moment')
      beats.called(body.connectionId, userOf(caller).id, true)
      return ok(undefined)
    }),
    route(postAgentStatus, async ({ params, body, caller, correlationId }) => {
      if (agents.ready() && !agents.get(params.id)) return reject('not-found', `No such agent: ${params.id}`)
      return presence.call(putStatus, { params, body, actor: userOf(caller), correlationId })
    })
  ]
}
