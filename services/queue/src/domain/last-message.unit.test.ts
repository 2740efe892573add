import type { Content, Message } from '@inbox/contracts'
import { expect, it } from '@jest/globals'
import { noon } from '../../test/builders.ts'
import { lastMessageOf, laterOf } from './last-message.ts'

const lastOf = (content: Content, more: Partial<Message> = {}) => {
  const at = noon.toISOString()
  const message = { id: 'm', conversationId: 'c', direction: 'inbound', author: { kind: 'contact' }, content } as const
  const { type, preview } = lastMessageOf({ ...message, sentAt: at, receivedAt: at, ...more })
  return [type, preview]
}
const picture = { type: 'image', url: 'https://cdn.example/1', mimeType: 'image/png' } as const

it('a message is listed on one line', () => {
  expect(lastOf({ type: 'text', text: ' two\n\nlines ' })).toEqual(['text', 'two lines'])
  expect(lastOf({ ...picture, name: '1.png', caption: 'with\nmy cat' })).toEqual(['image', 'with my cat'])
  expect(lastOf({ ...picture, type: 'file', name: 'offer.pdf' })).toEqual(['file', 'offer.pdf'])
})

it('an email is listed without what it quotes, and ours without the marks for bold words and links', () => {
  const content = { type: 'text', text: 'See **the** [list](https://a.example).\n\nAna wrote:\n> Old' } as const
  const mail = { foldAt: content.text.indexOf('\n') }
  expect(lastOf(content, { direction: 'outbound', mail })[1]).toBe('See the list <https://a.example>.')
  expect(lastOf(content, { mail })[1]).toBe('See **the** [list](https://a.example).')
  expect(lastOf(content, { direction: 'outbound' })[1]).toContain('**the**')
})

it('what nobody can see is listed by its type, and nothing reverses the line’s direction', () => {
  expect(lastOf({ type: 'text', text: '\u3164\u200b' })).toEqual(['text', 'text'])
  expect(lastOf({ type: 'text', text: 'see \u202egnp.exe' })).toEqual(['text', 'see gnp.exe'])
})

it('of two messages within one second the one received later is the last, in whatever order they are handled', () => {
  const at = noon
  const of = (preview: string, ms: number) => {
    return { direction: 'inbound', preview, at, receivedAt: new Date(noon.getTime() + ms) } as const
  }
  const [first, second] = [of('first', 1), of('second', 2)]
  expect([laterOf(first, second), laterOf(second, first), laterOf(undefined, first)]).toEqual([second, second, first])
  const { receivedAt, ...former } = first
  expect(laterOf(former, second)).toBe(second)
})

it('what has no words is listed by its type, which each reader sees in their language', () => {
  expect(lastOf({ ...picture, name: 'IMG_1.png' })).toEqual(['image', 'image'])
  expect(lastOf({ type: 'location', latitude: 1, longitude: 2 })).toEqual(['location', 'location'])
  expect(lastOf({ ...picture, type: 'sticker', name: 'STK-2.webp' })).toEqual(['sticker', 'sticker'])
  expect(lastOf({ type: 'unsupported', what: 'poll' })).toEqual(['unsupported', 'unsupported'])
})

it('a long text is cut between whole characters', () => {
  expect(lastOf({ type: 'text', text: '👍'.repeat(200) })).toEqual(['text', '👍'.repeat(120)])
})
