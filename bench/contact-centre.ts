import type { ConversationSummary } from '@inbox/contracts'
import type { Constellation } from '@inbox/testing'
import type { Socket } from 'socket.io-client'
import { call, connectSocket, signIn } from './clients.ts'

const PASSWORD = 'a password for benches only'

/** An automatic department with agents who accept what they are offered and close it at once. */
export interface ContactCentre extends Disposable {
  /** Posts a first message of a new contact; resolves with the instant of the 202. */
  post(contact: string): Promise<number>
  postMany(contacts: string[]): Promise<void>
  /** When each contact's conversation was offered, in ms of `performance.now()`. */
  offeredAt: Map<string, number>
  /** Answers still to come: accepts and closes under way. */
  busy(): number
}

/** Sets the department up through the public API and connects its agents. */
export async function openContactCentre(
  { urls, demo }: Constellation,
  agents: number,
  limit: number
): Promise<ContactCentre> {
  const gateway = urls['inbox-gateway']
  const admin = demo.users.find(({ role }) => role === 'admin')!
  const token = await signIn(gateway, admin.email, admin.password)
  const department = await call<{ id: string }>('POST', `${gateway}/v1/departments`, token, {
    name: 'Bench',
    distribution: { mode: 'automatic', strategy: 'random', offerTimeoutSeconds: 0 }
  })
  const channel = await call<{ id: string }>('POST', `${gateway}/v1/channels`, token, {
    kind: 'whatsapp',
    name: 'Bench',
    departmentId: department.id
  })
  const { apiKey } = await call<{ apiKey: string }>('POST', `${gateway}/v1/channels/${channel.id}/keys`, token, {})
  const offeredAt = new Map<string, number>()
  let busy = 0

  const serve = async (agentToken: string, { id, offer }: ConversationSummary) => {
    busy += 1
    try {
      await call('POST', `${gateway}/v1/conversations/${id}/accept`, agentToken, { offerId: offer?.id })
      await call('POST', `${gateway}/v1/conversations/${id}/close`, agentToken, {})
    } finally {
      busy -= 1
    }
  }
  const sockets: Socket[] = []
  for (let i = 0; i < agents; i++) {
    const email = `bench${i}@example.org`
    await call('POST', `${gateway}/v1/agents`, token, {
      ...{ name: `Bench ${i}`, email, password: PASSWORD, role: 'agent', departmentIds: [department.id], limit }
    })
    const agentToken = await signIn(gateway, email, PASSWORD)
    const socket = await connectSocket(gateway, agentToken)
    socket.on('offer', (conversation: ConversationSummary) => {
      const contact = conversation.contact.externalId
      if (offeredAt.has(contact)) return
      offeredAt.set(contact, performance.now())
      serve(agentToken, conversation).catch(error => console.error(String(error)))
    })
    await call('PUT', `${gateway}/v1/me/status`, agentToken, { status: 'available' })
    sockets.push(socket)
  }
  const messageOf = (contact: string) => ({
    messageId: `m-${contact}`,
    contact: { id: contact, name: 'Bench contact' },
    sentAt: new Date().toISOString(),
    content: { type: 'text', text: 'a message of a usual length, as customers write them when they need something' }
  })
  const ingest = urls['channel-ingest']
  return {
    offeredAt,
    busy: () => busy,
    async post(contact) {
      await call('POST', `${ingest}/v1/messages`, apiKey, messageOf(contact))
      return performance.now()
    },
    async postMany(contacts) {
      await call('POST', `${ingest}/v1/messages/batch`, apiKey, { messages: contacts.map(messageOf) })
    },
    [Symbol.dispose]() {
      for (const socket of sockets) socket.disconnect()
    }
  }
}
