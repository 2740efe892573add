import {
  beginOidc,
  createAgent,
  createCannedReply,
  createChannel,
  createChannelKey,
  createDepartment,
  createOneTimePassword,
  deactivateDepartment,
  finishOidc,
  getAgent,
  getCannedReply,
  getChannel,
  getDepartment,
  getDirectorySnapshot,
  getSignInMethods,
  listAgents,
  listAudit,
  listCannedReplies,
  listChannels,
  listDepartments,
  refreshSignIn,
  replaceAgent,
  replaceCannedReply,
  replaceChannel,
  replaceDepartment,
  retireCannedReply,
  revokeChannelKey,
  signIn,
  signOut
} from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { ok } from '@inbox/kernel'
import type { Directory } from '../directory.ts'
import { agentWithCredentialsOf } from '../domain/agent.ts'
import { channelWithKeysOf } from '../domain/channel.ts'
import { departmentOf } from '../domain/department.ts'
import { agentCommands } from './agents.ts'
import { cannedReplyCommands } from './canned-replies.ts'
import { channelCommands } from './channels.ts'
import { departmentCommands } from './departments.ts'

/** Everything that wakes the directory. */
export function routes(directory: Directory): Route[] {
  const departments = departmentCommands(directory)
  const agents = agentCommands(directory)
  const channels = channelCommands(directory)
  const cannedReplies = cannedReplyCommands(directory)
  const { sessions, oidc } = directory
  return [
    route(listDepartments, call => departments.list(call.query)),
    route(createDepartment, call => departments.create(call)),
    route(getDepartment, call => departments.get(call.params.id)),
    route(replaceDepartment, call => departments.replace(call)),
    route(deactivateDepartment, call => departments.deactivate(call)),

    route(listAgents, call => agents.list(call.query)),
    route(createAgent, call => agents.create(call)),
    route(getAgent, call => agents.get(call.params.id)),
    route(replaceAgent, call => agents.replace(call)),
    route(createOneTimePassword, call => agents.createOneTimePassword(call)),

    route(listChannels, call => channels.list(call)),
    route(createChannel, call => channels.create(call)),
    route(getChannel, call => channels.get(call)),
    route(replaceChannel, call => channels.replace(call)),
    route(createChannelKey, call => channels.addKey(call)),
    route(revokeChannelKey, call => channels.revokeKey(call)),

    route(listCannedReplies, call => cannedReplies.list(call)),
    route(createCannedReply, call => cannedReplies.create(call)),
    route(getCannedReply, call => cannedReplies.get(call)),
    route(replaceCannedReply, call => cannedReplies.replace(call)),
    route(retireCannedReply, call => cannedReplies.retire(call)),
    route(listAudit, async call => ok(await directory.audit.page(call.query))),

    route(signIn, ({ body, correlationId }) => directory.signIn(body, correlationId)),
    route(refreshSignIn, ({ body, correlationId }) =>
      sessions.refresh(body.refreshToken, body.deviceToken, correlationId)
    ),
    route(signOut, async ({ body, correlationId }) =>
      ok(await sessions.end(body, { correlationId, address: body.address }))
    ),

    route(getSignInMethods, async () => ok(oidc.methods())),
    route(beginOidc, () => oidc.begin()),
    route(finishOidc, ({ body, correlationId }) => oidc.finish(body, correlationId)),

    route(getDirectorySnapshot, async () =>
      ok({
        departments: (await directory.departments.all()).map(departmentOf),
        agents: (await directory.agents.all()).map(agentWithCredentialsOf),
        channels: (await directory.channels.all()).map(channelWithKeysOf),
        endedSignIns: await sessions.ended()
      })
    )
  ]
}
