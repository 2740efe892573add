import { type ChannelTemplate, type ConversationSummary, capabilitiesOf } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { headerOf, isFilled, languagesOf, matching, mayTemplate, previewOf, takenAbove } from './choice.ts'

const template = (name: string, language: string, more: Partial<ChannelTemplate> = {}): ChannelTemplate => ({
  ...{ name, language, category: 'utility', status: 'approved', body: 'Hello {{1}}', buttons: [], sendable: true },
  fields: [{ id: 'body.1', part: 'body', kind: 'text', name: '1', named: false }],
  ...more
})
const conversation: ConversationSummary = {
  ...{ id: 'c', referenceNumber: 'p', version: 1, status: 'ongoing', departmentId: 'sales', unread: 0, tags: [] },
  ...{ channel: { id: 'ch', kind: 'whatsapp', name: 'WhatsApp' }, contact: { id: 'con', externalId: 'x' } },
  agent: { id: 'ana', name: 'Ana' },
  enqueuedAt: '2025-01-01T12:00:00.000Z',
  window: { expiresAt: '2025-01-02T12:00:00.000Z' }
}

test('a template is sent by the owner, even when the window is over, and by anybody who sees an expired conversation', () => {
  const inactive: ConversationSummary = { ...conversation, status: 'inactive', reason: 'windowExpired' }
  expect(mayTemplate(conversation, 'ana')).toBe(true)
  expect(mayTemplate(conversation, 'rui')).toBe(false)
  expect(mayTemplate(inactive, 'rui')).toBe(true)
  expect(mayTemplate({ ...inactive, reason: 'unattended' }, 'ana')).toBe(false)
  expect(mayTemplate({ ...conversation, status: 'pending' }, 'ana')).toBe(false)
  expect(mayTemplate({ ...conversation, status: 'closed' }, 'ana')).toBe(false)
})

test('templates are found by words of their name and text and by language, if they can be sent', () => {
  const all = [
    template('order_update', 'pt_BR', { body: 'Seu pedido' }),
    template('order_update', 'en_US'),
    template('welcome', 'en_US', { sendable: false }),
    template('welcome', 'es', { sendable: false })
  ]
  const found = (typed: string, language: string | null = null) =>
    matching(all, typed, language).map(each => `${each.name} ${each.language}`)
  expect(found('')).toEqual(['order_update pt_BR', 'order_update en_US'])
  expect(found('Update order', 'en_US')).toEqual(['order_update en_US'])
  expect(found('pedido')).toEqual(['order_update pt_BR'])
  expect(found('nothing')).toEqual([])
  expect(languagesOf(all)).toEqual(['en_US', 'pt_BR'])
})

test('it can be sent when each field is filled in, and the header file is there', () => {
  const one = template('a', 'en', { header: { kind: 'image' } })
  one.fields.push({ id: 'header', part: 'header', kind: 'image', named: false })
  const cat = { type: 'image', mediaId: 'm', mimeType: 'image/png' } as const
  expect(isFilled(one, { 'body.1': 'Zoe' }, cat)).toBe(true)
  expect(isFilled(one, { 'body.1': ' ' }, cat)).toBe(false)
  expect(isFilled(one, { 'body.1': 'Zoe' }, undefined)).toBe(false)
})

test('its header file is of a kind that the channel supports, or a document of any type', () => {
  const { media } = capabilitiesOf.whatsapp
  const file = (mimeType: string, size = 1) => ({ mimeType, size })
  expect(headerOf('image', file('image/png'), media)).toBe('image')
  expect(headerOf('image', file('image/png', 6 * 1024 ** 2), media)).toBeUndefined()
  expect(headerOf('image', file('image/webp'), media)).toBeUndefined()
  expect(headerOf('image', file('video/mp4'), media)).toBeUndefined()
  expect(headerOf('video', file('video/mp4'), media)).toBe('video')
  expect(headerOf('document', file('application/pdf'), media)).toBe('file')
  expect(headerOf('image', file('image/png'), {})).toBeUndefined()
  expect(takenAbove('image', media)).toBe('image/jpeg,image/png')
})

test('the preview shows what is filled in so far', () => {
  const one = template('a', 'en', {
    ...{ body: 'Hello {{1}}, order {{2}}', footer: 'Azulejo', buttons: [{ kind: 'reply', text: 'Stop' }] },
    fields: ['1', '2'].map(name => ({ id: `body.${name}`, part: 'body', kind: 'text', name, named: false }))
  })
  expect(previewOf(one, { 'body.1': 'Zoe' })).toEqual({
    ...{ header: undefined, file: undefined, body: 'Hello Zoe, order {{2}}', footer: 'Azulejo', buttons: ['Stop'] }
  })
})
