import {
  beginOidc,
  type ChannelKind,
  capabilitiesOf,
  createAgent,
  createCannedReply,
  createChannel,
  createChannelKey,
  createDepartment,
  createOneTimePassword,
  createWebhook,
  deactivateDepartment,
  deleteWebhook,
  disableWebhook,
  finishOidc,
  getAgent,
  getCannedReply,
  getChannel,
  getDepartment,
  getDirectorySnapshot,
  getPushKey,
  getSignInMethods,
  getWebhook,
  keepPushSubscription,
  listAgents,
  listAudit,
  listCannedReplies,
  listChannelAccounts,
  listChannels,
  listDepartments,
  listWebhookAccounts,
  listWebhooks,
  refreshSignIn,
  replaceAgent,
  replaceCannedReply,
  replaceChannel,
  replaceDepartment,
  replaceWebhook,
  retireCannedReply,
  revokeChannelKey,
  rotateWebhookSecret,
  secretSettings,
  signIn,
  signOut
} from '@inbox/contracts'
import { type Caller, type Route, route, userOf } from '@inbox/http'
import { type Clock, ok, reject } from '@inbox/kernel'
import { createAgentCommands } from '../application/agent-commands.ts'
import { createCannedReplyCommands } from '../application/canned-reply-commands.ts'
import { createChannelCommands } from '../application/channel-commands.ts'
import { createDepartmentCommands } from '../application/department-commands.ts'
import type { Passwords } from '../application/passwords.ts'
import type { Sealer } from '../application/sealer.ts'
import type { SignInByOidc } from '../application/sign-in-by-oidc.ts'
import type { SignInByPassword } from '../application/sign-in-by-password.ts'
import type { SignInSessions } from '../application/sign-in-sessions.ts'
import { createWebhookCommands, WEBHOOK_SECRET } from '../application/webhook-commands.ts'
import { agentOf, agentWithCredentialsOf } from '../domain/agent.ts'
import { cannedReplyOf, departmentsVisibleTo, isVisibleTo } from '../domain/canned-reply.ts'
import { type ChannelDocument, channelAccountOf, channelOf, channelWithKeysOf, forAgents } from '../domain/channel.ts'
import { departmentOf } from '../domain/department.ts'
import { serviceAccountWithKeyOf } from '../domain/service-account.ts'
import { type WebhookDocument, webhookAccountOf, webhookOf } from '../domain/webhook.ts'
import { publicKeyOf, type Vapid } from '../outbound/push-service.ts'
import type { Stores } from '../store/open-stores.ts'
import { answerOf, changeOf, emptyOf, pageOf } from './answers.ts'
import { serviceAccountRoutes } from './service-accounts.ts'

export interface Inbound {
  stores: Stores
  signInByPassword: SignInByPassword
  signInByOidc: SignInByOidc
  sessions: SignInSessions
  passwords: Passwords
  sealer: Sealer
  clock: Clock
  /** Undefined if browsers are not notified. */
  vapid: Vapid | undefined
  /** Whether webhooks may lead to an address. */
  mayReach: (address: string) => boolean
}

/** All HTTP calls that the directory answers. */
export const routes = (inbound: Inbound): Route[] => [
  ...departmentRoutes(inbound),
  ...agentRoutes(inbound),
  ...channelRoutes(inbound),
  ...cannedReplyRoutes(inbound),
  ...serviceAccountRoutes(inbound),
  ...webhookRoutes(inbound),
  ...signInRoutes(inbound),
  ...pushRoutes(inbound),
  ...readingRoutes(inbound)
]

function departmentRoutes({ stores }: Inbound): Route[] {
  const { departments } = stores
  const commands = createDepartmentCommands(stores)
  return [
    route(listDepartments, async ({ query }) => pageOf(await departments.page(query), departmentOf)),
    route(getDepartment, async ({ params }) => answerOf(await departments.get(params.id), departmentOf)),
    route(createDepartment, async call => answerOf(await commands.create(call.body, changeOf(call)), departmentOf)),
    route(replaceDepartment, async call =>
      answerOf(await commands.replace(call.params.id, call.body, changeOf(call)), departmentOf)
    ),
    route(deactivateDepartment, async call =>
      emptyOf(await commands.deactivate(call.params.id, call.query.successorId, changeOf(call)))
    )
  ]
}

function agentRoutes({ stores, passwords, clock }: Inbound): Route[] {
  const { agents } = stores
  const commands = createAgentCommands(stores, passwords, clock)
  return [
    route(listAgents, async ({ query }) => pageOf(await agents.page(query), agentOf)),
    route(getAgent, async ({ params }) => answerOf(await agents.get(params.id), agentOf)),
    route(createAgent, async call => answerOf(await commands.create(call.body, changeOf(call)), agentOf)),
    route(replaceAgent, async call =>
      answerOf(await commands.replace(call.params.id, call.body, changeOf(call)), agentOf)
    ),
    route(createOneTimePassword, call => commands.createOneTimePassword(call.params.id, changeOf(call)))
  ]
}

function channelRoutes({ stores, sealer, clock }: Inbound): Route[] {
  const { channels } = stores
  const commands = createChannelCommands(stores, sealer, clock)
  const whole = (channel: ChannelDocument) => channelOf(channel, ofKind(channel.fields.kind), clock.now())
  const ofKind = (kind: ChannelKind) => ({ secrets: secretSettings[kind], capabilities: capabilitiesOf[kind] })
  const viewFor = (caller: Caller) =>
    userOf(caller).role === 'admin' ? whole : (channel: ChannelDocument) => forAgents(whole(channel))
  return [
    route(listChannels, async ({ query, caller }) => pageOf(await channels.page(query), viewFor(caller))),
    route(getChannel, async ({ params, caller }) => answerOf(await channels.get(params.id), viewFor(caller))),
    route(createChannel, async call => answerOf(await commands.create(call.body, changeOf(call)), whole)),
    route(replaceChannel, async call =>
      answerOf(await commands.replace(call.params.id, call.body, changeOf(call)), whole)
    ),
    route(createChannelKey, call =>
      commands.addKey(call.params.id, call.body.retireOthersAfterSeconds, changeOf(call))
    ),
    route(revokeChannelKey, async call =>
      emptyOf(await commands.revokeKey(call.params.id, call.params.keyId, changeOf(call)))
    )
  ]
}

function cannedReplyRoutes({ stores }: Inbound): Route[] {
  const { cannedReplies } = stores
  const commands = createCannedReplyCommands(stores)
  return [
    route(listCannedReplies, async ({ query, caller }) =>
      pageOf(await cannedReplies.page({ ...query, visibleIn: departmentsVisibleTo(userOf(caller)) }), cannedReplyOf)
    ),
    route(getCannedReply, async ({ params, caller }) => {
      const found = await cannedReplies.get(params.id)
      const isHidden = found.ok && !isVisibleTo(userOf(caller), found.value.fields)
      return isHidden ? reject('not-found', 'No such canned reply') : answerOf(found, cannedReplyOf)
    }),
    route(createCannedReply, async call => answerOf(await commands.create(call.body, changeOf(call)), cannedReplyOf)),
    route(replaceCannedReply, async call =>
      answerOf(await commands.replace(call.params.id, call.body, changeOf(call)), cannedReplyOf)
    ),
    route(retireCannedReply, async call => emptyOf(await commands.retire(call.params.id, changeOf(call))))
  ]
}

function webhookRoutes({ stores, sealer, clock, mayReach }: Inbound): Route[] {
  const { webhooks } = stores
  const commands = createWebhookCommands({ webhooks, sealer, clock, mayReach })
  const shown = (document: WebhookDocument) => webhookOf(document, clock.now())
  return [
    route(listWebhooks, async ({ query }) => pageOf(await webhooks.page(query), shown)),
    route(getWebhook, async ({ params }) => answerOf(await webhooks.get(params.id), shown)),
    route(createWebhook, async call =>
      answerOf(await commands.create(call.body, changeOf(call)), ({ document, secret }) => ({
        ...shown(document),
        secret
      }))
    ),
    route(replaceWebhook, async call =>
      answerOf(await commands.replace(call.params.id, call.body, changeOf(call)), shown)
    ),
    route(deleteWebhook, async call => emptyOf(await commands.remove(call.params.id, changeOf(call)))),
    route(rotateWebhookSecret, call => commands.rotateSecret(call.params.id, call.body.overlapSeconds, changeOf(call))),
    route(disableWebhook, async call =>
      answerOf(await commands.disable(call.params.id, call.body, changeOf(call)), shown)
    ),
    route(listWebhookAccounts, async () => {
      const open = (sealed: string) => sealer.open(sealed, WEBHOOK_SECRET)
      return ok({ items: (await webhooks.all()).map(document => webhookAccountOf(document, open)) })
    })
  ]
}

function pushRoutes({ stores: { pushSubscriptions }, vapid, clock }: Inbound): Route[] {
  return [
    route(getPushKey, async () => ok(vapid ? { publicKey: publicKeyOf(vapid.privateKey) } : {})),
    route(keepPushSubscription, async ({ body: { subscription, ...whose } }) => {
      await pushSubscriptions.keep(subscription, whose, clock.now())
      return ok(undefined)
    })
  ]
}

function signInRoutes({ signInByPassword, signInByOidc, sessions }: Inbound): Route[] {
  return [
    route(signIn, ({ body, correlationId }) => signInByPassword(body, correlationId)),
    route(getSignInMethods, async () => ok(signInByOidc.methods())),
    route(beginOidc, () => signInByOidc.begin()),
    route(finishOidc, ({ body, correlationId }) => signInByOidc.finish(body, correlationId)),
    route(refreshSignIn, ({ body, correlationId }) =>
      sessions.refresh(body.refreshToken, body.deviceToken, correlationId)
    ),
    route(signOut, async ({ body, correlationId }) =>
      ok(await sessions.end(body, { correlationId, address: body.address }))
    )
  ]
}

const readingRoutes = ({ stores, sealer, sessions }: Inbound): Route[] => [
  route(listAudit, async ({ query }) => ok(await stores.audit.page(query))),
  route(getDirectorySnapshot, async () =>
    ok({
      departments: (await stores.departments.all()).map(departmentOf),
      agents: (await stores.agents.all()).map(agentWithCredentialsOf),
      channels: (await stores.channels.all()).map(it => channelWithKeysOf(it, secretSettings[it.fields.kind])),
      endedSignIns: await sessions.ended(),
      serviceAccounts: (await stores.serviceAccounts.all()).map(serviceAccountWithKeyOf)
    })
  ),
  route(listChannelAccounts, async () =>
    ok({ items: (await stores.channels.all()).map(channel => channelAccountOf(channel, sealer.open)) })
  )
]
