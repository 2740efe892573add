import { z } from 'zod'
import { administration, operation, staff } from '../operation.ts'
import { id, page, pageQuery } from '../primitives.ts'
import { channel, channelAccount } from './channel.ts'
import { writtenChannel } from './channel-settings.ts'

const byId = z.object({ id })
const list = z.object(pageQuery)
const owner = 'directory'

export const listChannels = operation({
  id: 'listChannels',
  owner,
  method: 'get',
  path: '/v1/channels',
  audience: staff,
  scope: 'directory:read',
  public: true,
  query: list,
  answer: page(channel),
  summary: 'Channels by name; only administrators see settings and keys'
})
export const createChannel = operation({
  id: 'createChannel',
  owner,
  method: 'post',
  path: '/v1/channels',
  audience: administration,
  scope: 'administration:write',
  public: true,
  body: writtenChannel,
  answer: channel,
  status: 201,
  summary: 'Register a channel'
})
export const getChannel = operation({
  id: 'getChannel',
  owner,
  method: 'get',
  path: '/v1/channels/:id',
  audience: staff,
  scope: 'directory:read',
  public: true,
  params: byId,
  answer: channel,
  summary: 'One channel; its version is the ETag'
})
export const replaceChannel = operation({
  id: 'replaceChannel',
  owner,
  method: 'put',
  path: '/v1/channels/:id',
  audience: administration,
  scope: 'administration:write',
  public: true,
  params: byId,
  body: writtenChannel,
  answer: channel,
  summary: 'Change a channel; If-Match guards against overwriting'
})
export const createChannelKey = operation({
  id: 'createChannelKey',
  owner,
  method: 'post',
  path: '/v1/channels/:id/keys',
  audience: administration,
  scope: 'administration:write',
  public: true,
  params: byId,
  body: z.strictObject({ retireOthersAfterSeconds: z.number().min(0).max(2_592_000).optional() }),
  answer: z.object({ id, apiKey: z.string() }),
  status: 201,
  summary: 'Create an API key, which is shown only once; the others expire after the given overlap'
})
export const revokeChannelKey = operation({
  id: 'revokeChannelKey',
  owner,
  method: 'delete',
  path: '/v1/channels/:id/keys/:keyId',
  audience: administration,
  scope: 'administration:write',
  public: true,
  params: z.object({ id, keyId: id }),
  status: 204,
  summary: 'Revoke an API key; the others stay valid'
})

/** What the gateway needs to open a browser's working session. */

export const listChannelAccounts = operation({
  id: 'listChannelAccounts',
  owner,
  method: 'get',
  path: '/v1/channel-accounts',
  audience: ['service'],
  answer: z.object({ items: z.array(channelAccount) }),
  summary: "Each channel's credentials for its provider, secrets included"
})
