import { capabilitiesOf, conversationAttended } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import { agentOf, type Conversation } from '../domain/conversation.ts'

/** Tells the channel what its contact may see of the agent who has the conversation; other agents leave no trace. */
export type PublishAttended = (
  conversation: Conversation,
  agentId: string,
  what: 'read' | 'typing',
  origin: Origin
) => Promise<void>

/** Nothing waits for it or fails without it: an event without outbox. */
export function createPublishAttended(broker: Pick<Broker, 'publish'>, clock: Clock): PublishAttended {
  return async (conversation, agentId, what, origin) => {
    const { id, version, status, latestReceived, channel } = conversation
    const can = capabilitiesOf[channel.kind]
    const isShown = what === 'read' ? can.readMarks : can.typing
    const isOwner = (status === 'ongoing' || status === 'offered') && agentOf(conversation)?.id === agentId
    if (!isShown || !isOwner || !latestReceived) return
    const { messageId, providerMessageId } = latestReceived
    const data = {
      conversationId: id,
      what,
      latestReceived: { messageId, providerMessageId },
      channel: { id: channel.id, kind: channel.kind, name: channel.name }
    }
    const about = { key: id, version, occurredAt: clock.now(), ...origin }
    await broker
      .publish(conversationAttended, newEnvelope(conversationAttended, { ...about, data }))
      .catch(() => undefined)
  }
}
