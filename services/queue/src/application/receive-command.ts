import {
  type ContactRef,
  type DataOf,
  fillPlaceholders,
  type Message,
  type messageReceived,
  placeholderValues
} from '@inbox/contracts'
import { type Clock, isVisible } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { isPresent } from '../domain/agent.ts'
import { isShown, refOf } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Receive } from '../domain/decide-receive.ts'
import { awaitingCopy } from '../domain/media-copy.ts'
import type { Agents } from '../store/agents.ts'
import type { Loaded } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { FindQuoted } from './find-quoted.ts'
import type { IdentifyContact } from './identify-contact.ts'
import { isBotThere } from './is-bot-there.ts'
import { newReferenceNumber } from './reference-number.ts'

interface Dependencies {
  identify: IdentifyContact['identify']
  agents: Pick<Agents, 'get' | 'isAttended'>
  departments: Pick<Departments, 'get'>
  findQuoted: FindQuoted
  clock: Clock
  standardWindowMs: number
}

type Received = DataOf<typeof messageReceived>

/** A message plus what its conversation must know of the world, looked up after the latest conversation was read. */
export type ReceiveCommand = (
  received: Received,
  contactId: string,
  latest: Loaded | null,
  origin: Origin
) => Promise<Receive>

export function createReceiveCommand(dependencies: Dependencies): ReceiveCommand {
  const { identify, agents, departments, clock, standardWindowMs } = dependencies

  return async (received, contactId, latest, origin) => {
    const open = latest && latest.conversation.status !== 'closed' ? latest.conversation : undefined
    const contact = await contactOf(received, contactId, open, origin)
    const departmentId = open?.departmentId ?? received.departmentId
    const attendedOnly = received.channel.session.kind === 'attended'
    const owner = open?.status === 'pending' ? await agents.get(open.agent.id) : null
    const department = await departments.get(departmentId)
    const begins = !open || open.status === 'inactive'
    const { priority = department?.priority ?? 0, ...channel } = received.channel
    const referenceNumber = newReferenceNumber(clock.now())
    const newConversationId = newId()
    return {
      message: await messageOf(received, newConversationId, contact),
      contact,
      channel,
      thread: received.thread,
      departmentId,
      priority,
      attended: !attendedOnly || (await agents.isAttended(departmentId)),
      botsTurn: begins && (await isBotThere(agents, department)),
      ownerPresent: owner !== null && isPresent(owner),
      standardWindowMs,
      newId: newConversationId,
      referenceNumber,
      acknowledgement: acknowledgementOf(received, contact, department?.name, referenceNumber)
    }
  }

  function acknowledgementOf(
    { acknowledgement, channel }: Received,
    contact: ContactRef,
    department: string | undefined,
    referenceNumber: string
  ): Receive['acknowledgement'] {
    if (acknowledgement === undefined) return undefined
    const values = { contact: contact.name, department, channel: channel.name, referenceNumber }
    const text = fillPlaceholders(acknowledgement, placeholderValues(values))
    return isVisible(text) ? { messageId: newId(), text } : undefined
  }

  async function messageOf(received: Received, conversationId: string, contact: ContactRef): Promise<Message> {
    const { channel, replyTo, content, mail, sentAt, receivedAt, providerMessageId } = received
    return awaitingCopy<Message>({
      id: received.messageId,
      conversationId,
      direction: 'inbound',
      author: { kind: 'contact', id: contact.id, ...(contact.name && { name: contact.name }) },
      content,
      ...(mail && { mail }),
      ...(replyTo && { replyTo: await dependencies.findQuoted(replyTo, channel.id, contact) }),
      sentAt,
      receivedAt,
      providerMessageId
    })
  }

  // after the conversation was read: an edit in between changes it, and the conditional write then conflicts
  async function contactOf(received: Received, id: string, open: Conversation | undefined, origin: Origin) {
    const { channel, contact, sentAt } = received
    if (open && isShown(contact, channel.id, open.contact)) return open.contact
    const { session, priority, ...from } = channel
    const { id: externalId, aliases = [], ...facts } = contact
    const news = { id, channel: from, externalId, facts, sentAt: new Date(sentAt) }
    return refOf(await identify(news, [externalId, ...aliases], origin))
  }
}
