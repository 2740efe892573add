import { describe, expect, test } from '@jest/globals'
import { answer, content, receivedContent } from './content.ts'
import { email, name, note, tags, url, visibleText } from './primitives.ts'
import { putDraft } from './queue/writing-operations.ts'

const file = { type: 'file', url: 'https://cdn.example/1' }

describe('a media type', () => {
  test.each([
    ['audio/ogg; codecs=opus', 'audio/ogg; codecs=opus'],
    ['Video/MP4;Codecs="avc1.42E01E, mp4a.40.2"', 'video/mp4; codecs="avc1.42E01E, mp4a.40.2"'],
    [' TEXT/Plain ;charset=UTF-8;', 'text/plain; charset=UTF-8'],
    ['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
    [`image/png; name="${'x'.repeat(300)}"`, 'image/png'],
    ['', 'application/octet-stream'],
    ['picture', 'application/octet-stream'],
    ['text/html\r\nSet-Cookie: a', 'application/octet-stream'],
    [undefined, 'application/octet-stream']
  ])('is normalised, never refused: %j', (mimeType, normalised) => {
    expect(content.parse({ ...file, ...(mimeType !== undefined && { mimeType }) })).toMatchObject({
      mimeType: normalised
    })
  })
})

test('a file name reads as it was written', () => {
  expect(content.parse({ ...file, name: 'photo\u202egnp.exe' })).toMatchObject({ name: 'photognp.exe' })
})

test.each([
  ['the text of a message', (said: string) => content.parse({ type: 'text', text: said }), 'text'],
  ['the caption of a picture', (said: string) => content.parse({ ...file, caption: said }), 'caption']
])('is shown in the order in which it was written: %s', (_what, parse, field) => {
  expect(parse('pay \u202e001 now')).toMatchObject({ [field]: 'pay 001 now' })
  expect(parse('می\u200cخواهم 👩\u200d💻')).toMatchObject({ [field]: 'می\u200cخواهم 👩\u200d💻' })
})

test('notes, canned replies and drafts are shown in the order in which they were written', () => {
  const written = ['a \u202eb', 'c\u2067']
  expect(written.map(each => note.parse(each))).toEqual(['a b', 'c'])
  expect(written.map(each => visibleText(10).parse(each))).toEqual(['a b', 'c'])
  expect(written.map(each => putDraft.body.parse({ text: each }).text)).toEqual(['a b', 'c'])
})

test('a message of only direction marks is no answer, but is accepted from a contact', () => {
  const nothing = { type: 'text', text: '\u202e' }
  expect(content.parse(nothing)).toEqual(nothing)
  expect(answer.safeParse(nothing).success).toBe(false)
})

test('names and tags contain something visible, and nothing hidden', () => {
  expect(name.parse('\u202eAna\u0000 ')).toBe('Ana')
  expect(tags.parse(['\u202evip'])).toEqual(['vip'])
  expect(name.safeParse('\u3164').success).toBe(false)
  expect(tags.safeParse(['\u200b']).success).toBe(false)
})

test('a URL containing something hidden is encoded, and still leads to the same place', () => {
  expect(url.parse('https://a.example/\u202egnp.exe?b=\0c')).toBe('https://a.example/%E2%80%AEgnp.exe?b=%00c')
  expect(url.parse('https://a.example')).toBe('https://a.example')
})

describe('an email address', () => {
  test.each([
    'bounce+a=b@example.org',
    'o&l@example.org',
    'ana..silva@docomo.example',
    'josé@exämple.org',
    '.ana.@docomo.example',
    "o'neill/sales@mail.example.org"
  ])('is accepted as it occurs in practice: %s', address => {
    expect(email.parse(` ${address} `)).toBe(address)
  })

  test.each([
    'ana',
    '@example.org',
    'ana@',
    'a b@example.org',
    'ana@example',
    'ana@a..b',
    'a@b@c.org',
    '<a@b.org>',
    'a\u202e@b.org\u0000c'
  ])('is not just any text: %s', text => {
    expect(email.safeParse(text).success).toBe(false)
  })
})

describe('content', () => {
  const order = { type: 'order', items: [{ id: 'sku-1', quantity: 2, price: 9.5 }], currency: 'BRL' }
  const template = { type: 'template', name: 'hello', language: 'pt_BR', components: [], text: 'Hello Ana' }
  const received = [
    { ...file, type: 'sticker', mimeType: 'image/webp' },
    { type: 'interactive', title: 'Yes', id: 'button 1', description: 'The first' },
    order,
    { type: 'unsupported', what: 'poll' }
  ]

  test.each(received)('of some kinds comes from contacts, and is never an answer: %j', said => {
    expect(receivedContent.parse(said)).toEqual(said)
    expect(content.parse(said)).toEqual(said)
    expect(answer.safeParse(said).success).toBe(false)
  })

  test('of kind template is only sent', () => {
    expect(answer.parse(template)).toEqual(template)
    expect(content.parse(template)).toEqual(template)
    expect(receivedContent.safeParse(template).success).toBe(false)
  })

  test('of a template is plain in all its parts, whose names a database can store', () => {
    const components = [{ 'bo\0dy': { parameters: [{ 'te\0xt': 'A\0na \u202eb', count: 2, left: null }] } }]
    expect(answer.parse({ ...template, components })).toMatchObject({
      components: [{ body: { parameters: [{ text: 'Ana b', count: 2, left: null }] } }]
    })
  })

  test.each([{ items: [] }, { currency: 'real' }, { items: [{ id: '1', quantity: 0 }] }])(
    'of a cart has items and a currency: not %j',
    wrong => {
      expect(receivedContent.safeParse({ ...order, ...wrong }).success).toBe(false)
    }
  )
})
