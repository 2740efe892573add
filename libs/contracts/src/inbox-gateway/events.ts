import { z } from 'zod'
import { event } from '../message-type.ts'
import { id } from '../primitives.ts'
import { agentRef } from '../queue/conversation.ts'

/** For other gateways' sockets: `rooms` are those of the people who may see the conversation. */
const onSockets = { gatewayId: id, conversationId: id, rooms: z.array(z.string().max(210)).max(10) }

export const previewsChanged = event(
  'inbox-gateway',
  'previews.changed',
  z.object({ ...onSockets, agents: z.array(agentRef) }),
  { mandatory: false, summary: 'Who is viewing a conversation through one gateway; repeated while somebody is' }
)
export const typingSeen = event(
  'inbox-gateway',
  'typing.seen',
  z.object({ ...onSockets, agent: agentRef, typing: z.boolean() }),
  { mandatory: false, summary: 'An agent is typing, or has stopped, on a socket of one gateway' }
)
