import { conversationTyping } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import { agentOf, type Conversation } from '../domain/conversation.ts'

export type PublishTyping = (
  conversation: Conversation,
  agent: { id: string; name: string },
  typing: boolean,
  origin: Origin
) => Promise<void>

/** Reports who is typing. Not stored: an event without outbox, and no harm is done if it is lost. */
export function createPublishTyping(broker: Pick<Broker, 'publish'>, clock: Clock): PublishTyping {
  return (conversation, agent, typing, origin) => {
    const { id, version, departmentId } = conversation
    const owner = agentOf(conversation)
    const data = {
      conversationId: id,
      agent: { id: agent.id, name: agent.name },
      typing,
      departmentId,
      ...(owner && { agentId: owner.id })
    }
    return broker.publish(
      conversationTyping,
      newEnvelope(conversationTyping, { key: id, version, occurredAt: clock.now(), data, ...origin })
    )
  }
}
