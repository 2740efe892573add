import type { InboundMessage } from '@inbox/contracts'
import type { DoubleClient, Phone, Writing } from '@inbox/whatsapp-double'

/** Of a customer on a WhatsApp that is a double: writes there, as a person would. */
export interface WhatsAppPhone {
  /** All at the same moment; `twice` has the provider tell it twice. */
  writes(contents: readonly InboundMessage['content'][], twice: boolean): Promise<void>
  reads(): Promise<unknown>
}

/** Gives everybody who writes to a number of the double one phone, however often they come back. */
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

/** As WhatsApp says what our customers say: words, places and pictures. */
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
