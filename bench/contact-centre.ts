import type { ConversationSummary } from '@inbox/contracts'
import type { System } from '@inbox/devstack'
import { call } from './clients.ts'
import { openStaff } from './staff.ts'

/** An automatic department whose agents accept what they are offered and close it at once. */
export interface ContactCentre extends Disposable {
  /** Posts the first message of a new contact; resolves with the instant of the 202. */
  post(contact: string): Promise<number>
  postMany(contacts: string[]): Promise<void>
  /** When each contact's conversation was offered, in ms of `performance.now()`. */
  offeredAt: Map<string, number>
  /** The number of accepts and closes still without a response. */
  busy(): number
}

export async function openContactCentre(system: System, agents: number, limit: number): Promise<ContactCentre> {
  const { 'inbox-gateway': gateway, 'channel-ingest': ingest } = system.urls
  const staff = await openStaff(system, agents, limit)
  const offeredAt = new Map<string, number>()
  let busy = 0

  const serve = async (token: string, { id, offer }: ConversationSummary) => {
    busy += 1
    try {
      await call('POST', `${gateway}/v1/conversations/${id}/accept`, token, { offerId: offer?.id })
      await call('POST', `${gateway}/v1/conversations/${id}/close`, token, {})
    } finally {
      busy -= 1
    }
  }
  for (const { token, socket } of staff.agents)
    socket.on('offer', (conversation: ConversationSummary) => {
      const contact = conversation.contact.externalId
      if (offeredAt.has(contact)) return
      offeredAt.set(contact, performance.now())
      serve(token, conversation).catch(error => console.error(String(error)))
    })
  const messageOf = (contact: string) => ({
    messageId: `m-${contact}`,
    contact: { id: contact, name: 'Bench contact' },
    sentAt: new Date().toISOString(),
    content: { type: 'text', text: 'a message of a usual length, as customers write them when they need something' }
  })
  return {
    offeredAt,
    busy: () => busy,
    async post(contact) {
      await call('POST', `${ingest}/v1/messages`, staff.apiKey, messageOf(contact))
      return performance.now()
    },
    async postMany(contacts) {
      await call('POST', `${ingest}/v1/messages/batch`, staff.apiKey, { messages: contacts.map(messageOf) })
    },
    [Symbol.dispose]: () => staff[Symbol.dispose]()
  }
}
