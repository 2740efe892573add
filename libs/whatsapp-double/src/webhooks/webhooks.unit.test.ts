import { describe, expect, test } from '@jest/globals'
import { change, merged, notification, signatureOf } from './envelope.ts'
import { edit, messagesChange, reaction, systemChange, unsupported } from './messages.ts'
import { callChange, echoChange } from './others.ts'
import { statusesChange } from './statuses.ts'

const business = { businessAccountId: '10', phoneNumberId: '20', displayPhoneNumber: '351211111111' }
const ana = { userId: 'PT.1', waId: '351911111111', name: 'Ana' }
const hidden = { userId: 'PT.2', username: 'rui' }
const at = Date.parse('2026-11-01T12:00:00.900Z')
const seconds = '1793534400'
const text = { type: 'text', text: { body: 'Hi' } }
const metadata = { display_phone_number: '351211111111', phone_number_id: '20' }

describe('messages', () => {
  test('name their sender by phone and user id, and their time in seconds', () => {
    expect(messagesChange(business, ana, [{ id: 'wamid.1', at, content: text }])).toEqual({
      field: 'messages',
      value: {
        messaging_product: 'whatsapp',
        metadata,
        contacts: [{ profile: { name: 'Ana' }, wa_id: '351911111111', user_id: 'PT.1' }],
        messages: [{ from: '351911111111', from_user_id: 'PT.1', id: 'wamid.1', timestamp: seconds, ...text }]
      }
    })
  })

  test('from somebody whose phone is hidden have no phone, and no name if there is none', () => {
    const { value } = messagesChange(business, hidden, [{ id: 'wamid.1', at, content: reaction('wamid.0') }])
    expect(value.contacts).toEqual([{ profile: { username: 'rui' }, user_id: 'PT.2' }])
    expect(value.messages).toEqual([
      { from_user_id: 'PT.2', id: 'wamid.1', timestamp: seconds, type: 'reaction', reaction: { message_id: 'wamid.0' } }
    ])
  })

  test('carry what they quote, that they were forwarded, and the ad that brought them', () => {
    const around = { quotes: { id: 'wamid.0', from: '1' }, forwarded: true, referral: { source_id: '7' } }
    const { value } = messagesChange(business, ana, [{ id: 'wamid.1', at, content: text, ...around }])
    expect(value.messages).toEqual([
      expect.objectContaining({ context: { id: 'wamid.0', from: '1', forwarded: true }, referral: { source_id: '7' } })
    ])
  })

  test('that nothing can represent say so with 131051', () => {
    expect(unsupported()).toMatchObject({ type: 'unsupported', errors: [{ code: 131051 }] })
    expect(edit('wamid.0', text)).toEqual({ type: 'edit', edit: { original_message_id: 'wamid.0', message: text } })
  })

  test.each([
    ['user_changed_number', ana, { ...ana, userId: 'PT.3', waId: '351922222222' }],
    ['user_changed_user_id', hidden, { ...hidden, userId: 'PT.3' }]
  ])('of type %s carry both user ids', (type, before, now) => {
    const { value } = systemChange(business, { id: 'wamid.1', at, before, now })
    expect(value.messages).toEqual([
      expect.objectContaining({
        type: 'system',
        system: expect.objectContaining({ type, user_id: 'PT.3', previous_user_id: before.userId })
      })
    ])
  })
})

describe('statuses', () => {
  const pricing = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'service' } as const
  test.each([
    ['sent', true],
    ['delivered', true],
    ['read', false]
  ] as const)('of %s have a price: %s', (status, isPriced) => {
    const { value } = statusesChange(business, ana, [{ messageId: 'wamid.1', status, at, pricing, opaque: 'ours' }])
    const [entry] = value.statuses as Record<string, unknown>[]
    expect(entry).toMatchObject({
      recipient_id: '351911111111',
      recipient_user_id: 'PT.1',
      biz_opaque_callback_data: 'ours'
    })
    expect(entry!.pricing !== undefined).toBe(isPriced)
  })

  test('of failed say why, without a contact', () => {
    const error = { code: 131047, details: 'Too late' }
    const { value } = statusesChange(business, ana, [{ messageId: 'wamid.1', status: 'failed', at, error }])
    expect(value.contacts).toBeUndefined()
    expect(value.statuses).toEqual([
      expect.objectContaining({
        errors: [expect.objectContaining({ code: 131047, error_data: { details: 'Too late' } })]
      })
    ])
  })
})

test('echoes and calls state their direction', () => {
  expect(echoChange(business, ana, { id: 'wamid.1', at, content: text }).value.message_echoes).toEqual([
    { from: '351211111111', to: '351911111111', to_user_id: 'PT.1', id: 'wamid.1', timestamp: seconds, ...text }
  ])
  expect(callChange(business, ana, { id: 'wacid.1', at, event: 'terminate', status: 'FAILED' }).value.calls).toEqual([
    expect.objectContaining({ from: '351911111111', event: 'terminate', status: 'FAILED', direction: 'USER_INITIATED' })
  ])
})

test('several notifications become one with an entry for each account', () => {
  const one = (account: string, field: string) => notification(account, change(business, field, {}))
  const { entry } = merged([one('10', 'messages'), one('11', 'messages'), one('10', 'calls')])
  expect(entry.map(({ id, changes }) => [id, changes.map(({ field }) => field)])).toEqual([
    ['10', ['messages', 'calls']],
    ['11', ['messages']]
  ])
})

test('the signature is that of the raw body', () => {
  // openssl dgst -sha256 -hmac secret
  expect(signatureOf('{}', 'secret')).toBe('sha256=77325902caca812dc259733aacd046b73817372c777b8d95b402647474516e13')
})
