import { z } from 'zod'
import { event } from '../message-type.ts'
import { id } from '../primitives.ts'
import { agent } from './agent.ts'
import { auditEntry } from './audit.ts'
import { cannedReply } from './canned-reply.ts'
import { channel } from './channel.ts'
import { department } from './department.ts'

/** A channel as ingest needs it: with the SHA-256 (hex) of each valid key. */
export const channelWithKeys = channel.omit({ keys: true }).extend({
  keys: z.array(z.object({ id, sha256: z.string().length(64), expiresAt: z.iso.datetime().optional() }))
})
export type ChannelWithKeys = z.infer<typeof channelWithKeys>

export const departmentChanged = event('directory', 'directory.department.changed', z.object({ department }), {
  summary: 'A department or its policy was created or changed; whole state'
})
export const agentChanged = event('directory', 'directory.agent.changed', z.object({ agent }), {
  summary: 'An agent was created, changed or deactivated; whole state'
})
export const channelChanged = event('directory', 'directory.channel.changed', z.object({ channel: channelWithKeys }), {
  summary: 'A channel or its keys changed; whole state',
  mandatory: false
})
export const directoryAudited = event('directory', 'directory.audited', z.object({ entry: auditEntry }), {
  summary: 'Who changed what; for logs outside of the system',
  mandatory: false
})

export const cannedReplyChanged = event('directory', 'directory.cannedReply.changed', z.object({ cannedReply }), {
  summary: 'A canned reply was written, changed or taken out of use; whole state',
  mandatory: false
})

/** Everything a consumer needs to start from; events bring it forward. */
export const directorySnapshot = z.object({
  departments: z.array(department),
  agents: z.array(agent),
  channels: z.array(channelWithKeys)
})
export type DirectorySnapshot = z.infer<typeof directorySnapshot>
