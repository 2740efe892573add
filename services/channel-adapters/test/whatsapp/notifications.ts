/** Builds notifications as sent by Meta. */

type Fields = Record<string, unknown>

export const NUMBER = '106540352242922'
export const PHONE = '5511987654321'
export const BSUID = 'BR.13491208655302741918'
export const SENT = '1893499200'
export const SENT_AT = '2030-01-01T12:00:00.000Z'

const metadata = { display_phone_number: '551140028922', phone_number_id: NUMBER }
export const zoe = { wa_id: PHONE, user_id: BSUID, profile: { name: 'Zoe' } }

export const envelope = (...changes: unknown[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '102290129340398', changes }]
})
export const change = (field: string, value: Fields) => ({
  field,
  value: { messaging_product: 'whatsapp', metadata, ...value }
})

let made = 0
/** A customer's message; `contacts` says who they are. */
export const message = (given: Fields): Fields => ({ from: PHONE, id: `wamid.${++made}`, timestamp: SENT, ...given })
export const messages = (...given: Fields[]) => envelope(change('messages', { contacts: [zoe], messages: given }))
export const from = (contacts: unknown, given: Fields) =>
  envelope(change('messages', { contacts, messages: [{ id: 'wamid.x', timestamp: SENT, ...given }] }))
export const statuses = (...given: Fields[]) => envelope(change('messages', { statuses: given }))
export const status = (given: Fields): Fields => ({ id: 'wamid.out', timestamp: SENT, recipient_id: PHONE, ...given })
export const echoes = (...given: Fields[]) =>
  envelope(
    change('smb_message_echoes', {
      message_echoes: given.map(each => ({ from: '551140028922', to: PHONE, ...message({}), ...each }))
    })
  )
export const calls = (...given: Fields[]) => envelope(change('calls', { contacts: [zoe], calls: given }))
