import { type contactTyping, conversationContactTyping, type DataOf } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import { agentOf } from '../domain/conversation.ts'
import type { LatestOfContact } from './latest-of-contact.ts'

interface Dependencies {
  latestOfContact: LatestOfContact
  broker: Pick<Broker, 'publish'>
  clock: Clock
}

/** If they typed longer ago, they have sent it or thought better of it. */
const STALE_MS = 6000

/** Reports that a contact is typing. Not stored, and no harm is done if it is lost. */
export const createContactTyping =
  ({ latestOfContact, broker, clock }: Dependencies) =>
  async (
    { channelId, contactId, threadId, typing, at }: DataOf<typeof contactTyping>,
    origin: Origin
  ): Promise<void> => {
    if (clock.now().getTime() - Date.parse(at) > STALE_MS) return
    const latest = await latestOfContact(channelId, contactId, threadId)
    if (!latest || latest.conversation.status === 'closed') return
    const { id, version, departmentId } = latest.conversation
    const owner = agentOf(latest.conversation)
    const data = { conversationId: id, typing, departmentId, ...(owner && { agentId: owner.id }) }
    await broker.publish(
      conversationContactTyping,
      newEnvelope(conversationContactTyping, { key: id, version, occurredAt: clock.now(), data, ...origin })
    )
  }
