import {
  changeMyPassword,
  getAgent,
  getMe,
  listPresence,
  login,
  logout,
  postAgentStatus,
  postMyBeat,
  putMyStatus,
  putStatus,
  refresh,
  refreshSignIn,
  type SignedIn,
  signIn,
  signOut
} from '@inbox/contracts'
import { type Call, isSameOrigin, type OriginHeaders, type Route, route, userOf, withStatus } from '@inbox/http'
import { ok, Retryable, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Config } from '../config.ts'
import type { Beats } from '../outbound/beats.ts'
import type { Owners } from '../outbound/owners.ts'
import type { Roster } from '../roster.ts'
import { cookieOf, refreshCookie } from './cookies.ts'
import { oidcRoutes } from './oidc.ts'

interface Dependencies {
  owners: Owners
  roster: Pick<Roster, 'agent' | 'ready'>
  beats: Pick<Beats, 'called'>
  /** Whether agents are well placed here. */
  welcome: () => boolean
  config: Config
  logger: Logger
}

/** The gateway's own calls; all others are forwarded to their owners. */
export function routes({ owners, roster, beats, welcome, config, logger }: Dependencies): Route[] {
  const { directory, presence } = owners
  const secure = config.NODE_ENV === 'production'
  const foreign = reject('forbidden', 'Only for pages of this origin')
  const isForeign = (headers: OriginHeaders) => !isSameOrigin(headers, config.CORS_ORIGINS)

  const answerSignIn = ({ refreshToken, refreshExpiresAt, ...answer }: SignedIn) =>
    ok(
      withStatus(answer, { headers: { 'Set-Cookie': refreshCookie(refreshToken, new Date(refreshExpiresAt), secure) } })
    )
  // presence follows by itself when it is back; being away must not keep anybody out or in
  const tellPresence = (id: string, body: Call<typeof putStatus>['body'], correlationId: string) =>
    presence
      .call(putStatus, { params: { id }, body, correlationId })
      .catch(error => logger.warn({ err: error, agentId: id, correlationId }, 'presence was not told'))
  const tellSignedIn = async ({ agent }: SignedIn, correlationId: string) => {
    await tellPresence(agent.id, { status: 'available', cause: 'signedIn' }, correlationId)
  }

  return [
    ...oidcRoutes({ directory, secure, onSignedIn: tellSignedIn, logger }),
    route(login, async ({ body, correlationId, request }) => {
      if (isForeign(request.headers)) return foreign
      const result = await directory.call(signIn, { body, correlationId })
      if (!result.ok) return result
      await tellSignedIn(result.value, correlationId)
      return answerSignIn(result.value)
    }),
    route(refresh, async ({ correlationId, request }) => {
      if (isForeign(request.headers)) return foreign
      const refreshToken = cookieOf(request.headers, 'inbox_refresh')
      if (!refreshToken) return reject('unauthenticated', 'Not signed in')
      const result = await directory.call(refreshSignIn, { body: { refreshToken }, correlationId })
      return result.ok ? answerSignIn(result.value) : result
    }),
    route(logout, async ({ caller, correlationId, request }) => {
      if (isForeign(request.headers)) return foreign
      const refreshToken = cookieOf(request.headers, 'inbox_refresh')
      const ended = refreshToken ? await directory.call(signOut, { body: { refreshToken }, correlationId }) : undefined
      const agentId = (ended?.ok ? ended.value.agentId : undefined) ?? (caller.kind === 'user' ? caller.id : undefined)
      if (agentId) await tellPresence(agentId, { status: 'loggedOut' }, correlationId)
      return ok(withStatus(undefined, { headers: { 'Set-Cookie': refreshCookie('', new Date(0), secure) } }))
    }),
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
    route(changeMyPassword, async ({ body, caller, correlationId }) => {
      const actor = userOf(caller)
      const me = await directory.call(getAgent, { params: { id: actor.id }, actor, correlationId })
      if (!me.ok) return me
      const { currentPassword: password, newPassword } = body
      const changed = await directory.call(signIn, {
        body: { email: me.value.email, password, newPassword },
        correlationId
      })
      return changed.ok ? answerSignIn(changed.value) : changed
    }),
    route(putMyStatus, ({ body, caller, correlationId }) => {
      const actor = userOf(caller)
      return presence.call(putStatus, { params: { id: actor.id }, body, actor, correlationId })
    }),
    route(postMyBeat, async ({ body, caller }) => {
      if (!welcome()) throw new Retryable('another gateway, please')
      beats.called(body.connectionId, userOf(caller).id, true)
      return ok(undefined)
    }),
    route(postAgentStatus, async ({ params, body, caller, correlationId }) => {
      if (roster.ready() && !roster.agent(params.id)) return reject('not-found', `There is no agent ${params.id}`)
      return presence.call(putStatus, { params, body, actor: userOf(caller), correlationId })
    })
  ]
}
