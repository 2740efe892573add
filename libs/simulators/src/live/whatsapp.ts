import type { InboundMessage } from '@inbox/contracts'
import type { DoubleClient, Phone, Writing } from '@inbox/whatsapp-double'

/** A customer's phone on the WhatsApp double: writes as a person would. */
export interface WhatsAppPhone {
  /** Sends them all at once; with `twice`, the provider reports them twice. */
  writes(contents: readonly InboundMessage['content'][], twice: boolean): Promise<void>
  reads(): Promise<unknown>
}

/** Gives everybody who writes to one of the double's numbers a single phone, however often they come back. */
export function createPhones(client: DoubleClient) {
  const phones = new Map<string, Promise<WhatsAppPhone>>()
  const add = async (phoneNumberId: string, { id, name, phone }: InboundMessage['contact']): Promise<WhatsAppPhone> => {
    const given = {
      ...(typeof name === 'string' && { name }),
      ...(typeof phone === 'string' && { phone: phone.replace('+', '') })
    }
    const customer = await client.addCustomer({ userId: id, ...given })
    const own = client.phone(phoneNumberId, customer.id)
    return {
      async writes(contents, twice) {
        const writings = await Promise.all(contents.map(content => writingOf(own, content)))
        if (twice) await client.fault({ on: 'webhook', repeat: 1, customerId: customer.id })
        await own.burst(writings)
      },
      reads: own.reads
    }
  }
  return (phoneNumberId: string, contact: InboundMessage['contact']): Promise<WhatsAppPhone> => {
    const phone = phones.get(contact.id) ?? add(phoneNumberId, contact)
    phones.set(contact.id, phone)
    return phone
  }
}
export type Phones = ReturnType<typeof createPhones>

/** Converts what our customers send (words, places and pictures) to WhatsApp's format. */
async function writingOf(phone: Phone, content: InboundMessage['content']): Promise<Writing> {
  if (content.type === 'text') return { content: { type: 'text', text: { body: content.text } } }
  if (content.type === 'location') {
    const { type: _, ...location } = content
    return { content: { type: 'location', location } }
  }
  if (content.type !== 'image' || content.url === undefined)
    throw new Error(`no customer sends ${content.type} by WhatsApp`)
  const picture = await fetch(content.url)
  const id = await phone.keeps(Buffer.from(await picture.arrayBuffer()), 'image/png')
  return { content: { type: 'image', image: { id, ...(content.caption && { caption: content.caption }) } } }
}
