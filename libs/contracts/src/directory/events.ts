import { z } from 'zod'
import { event } from '../message-type.ts'
import { id, instant, version } from '../primitives.ts'
import { agent } from './agent.ts'
import { auditEntry } from './audit.ts'
import { cannedReply } from './canned-reply.ts'
import { channel, keyHash } from './channel.ts'
import { department } from './department.ts'
import { serviceAccountWithKey } from './service-account.ts'

/** A channel as channel-ingest needs it: with the SHA-256 (hex) of each valid key. */
export const channelWithKeys = channel.omit({ keys: true, capabilities: true }).extend({
  keys: z.array(keyHash)
})
export type ChannelWithKeys = z.infer<typeof channelWithKeys>

/** An agent as gateways need it: access tokens with an older `credentialsVersion` (missing = 0) are no longer valid. */
export const agentWithCredentials = agent.extend({ credentialsVersion: version.optional() })
export type AgentWithCredentials = z.infer<typeof agentWithCredentials>

/** A sign-in that ended before its access tokens expired; by `until`, all of them have. */
export const endedSignIn = z.object({ signInId: id, agentId: id, until: instant })
export type EndedSignIn = z.infer<typeof endedSignIn>

export const departmentChanged = event('directory', 'directory.department.changed', z.object({ department }), {
  summary: 'A department or its policy was created or changed; whole state'
})
export const agentChanged = event('directory', 'directory.agent.changed', z.object({ agent: agentWithCredentials }), {
  summary: 'An agent was created, changed or deactivated, or has a new password; whole state'
})
export const signInEnded = event('directory', 'directory.signIn.ended', endedSignIn, {
  summary: 'Somebody signed out, or their refresh token was used twice: the access tokens of that sign-in end with it',
  mandatory: false
})
export const channelChanged = event('directory', 'directory.channel.changed', z.object({ channel: channelWithKeys }), {
  summary: 'A channel or its keys changed; whole state',
  mandatory: false
})
/** Contains no more, since addresses may be secrets; those who post to them read them from the directory. */
export const webhookChanged = event(
  'directory',
  'directory.webhook.changed',
  z.object({ webhook: z.object({ id, version, active: z.boolean(), deleted: z.boolean().optional() }) }),
  { summary: 'A webhook was created, changed, disabled or deleted', mandatory: false }
)
export const directoryAudited = event('directory', 'directory.audited', z.object({ entry: auditEntry }), {
  summary: 'Who changed what; for logs outside the system',
  mandatory: false
})

export const cannedReplyChanged = event('directory', 'directory.cannedReply.changed', z.object({ cannedReply }), {
  summary: 'A canned reply was created, changed or deactivated; whole state',
  mandatory: false
})

export const serviceAccountChanged = event(
  'directory',
  'directory.serviceAccount.changed',
  z.object({ serviceAccount: serviceAccountWithKey }),
  { summary: 'A service account was created or revoked; whole state', mandatory: false }
)

/** Everything a consumer needs to start from; events keep it up to date. */
export const directorySnapshot = z.object({
  departments: z.array(department),
  agents: z.array(agentWithCredentials),
  /** Those whose access tokens would otherwise still be valid. */
  endedSignIns: z.array(endedSignIn).optional(),
  channels: z.array(channelWithKeys),
  /** Includes revoked ones. */
  serviceAccounts: z.array(serviceAccountWithKey).optional()
})
export type DirectorySnapshot = z.infer<typeof directorySnapshot>
