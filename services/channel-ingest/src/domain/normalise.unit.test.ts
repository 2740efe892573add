import { type ChannelWithKeys, inboundMessage, messageReceived } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { senderOf } from '../inbound/sender.ts'
import { normalise } from './normalise.ts'

const channel: ChannelWithKeys = {
  ...{ id: 'wa', version: 1, kind: 'whatsapp', name: 'WhatsApp', departmentId: 'sales', session: { kind: 'window' } },
  ...{ settings: {}, active: true, keys: [], priority: 3 }
}
const text = { type: 'text', text: 'hi' }
const file = { type: 'image', url: 'https://cdn.example/1.png', name: '', caption: '' }

test.each<[string, object]>([
  ['only what is required', {}],
  ['everything that a message may have', { replyTo: { messageId: 'a' }, departmentId: 'x', acknowledgement: 'Soon' }],
  ['an email', { thread: { id: 't', subject: 'Hi' }, mail: { from: { address: 'ana@example.org' }, to: [] } }],
  ['a time before any clock', { sentAt: '0000-01-01T00:00:00+23:59' }],
  ['a future time', { sentAt: '9999-12-31T23:59:59.999999-23:59' }],
  ['only invisible characters', { content: { type: 'text', text: '\u200b' } }],
  ['a file', { content: file }],
  ['a location without a name', { content: { type: 'location', latitude: 0, longitude: -0, name: '' } }],
  ['a contact card', { content: { type: 'contactCard', name: 'Ana', phones: [''], organization: '' } }],
  ['a choice', { content: { type: 'interactive', title: 'Yes', id: '', description: '' } }],
  ['a cart', { content: { type: 'order', currency: 'BRL', items: [{ id: '', quantity: 1, name: '' }], text: '' } }],
  ['an unsupported kind of content', { content: { type: 'unsupported', what: '' } }],
  ['only facts that cannot be stored', { contact: { id: '+55', name: '', email: 1, attributes: { a: {} } } }]
])('whatever is accepted becomes an event that conforms to its schema: %s', (_, told) => {
  const sentAt = '2026-11-30T10:00:00+01:00'
  const { contact, ...taken } = inboundMessage.parse({
    messageId: 'm',
    contact: { id: '+55' },
    sentAt,
    content: text,
    ...told
  })
  const given = { channel, receivedAt: new Date().toISOString(), now: new Date() }
  const received = normalise({ ...taken, contact: senderOf(contact).contact }, given)
  expect(messageReceived.data.parse(received)).toEqual(received)
})
