import { describe, expect, test } from '@jest/globals'
import { content } from './content.ts'
import { email, name, tags } from './primitives.ts'

const file = { type: 'file', url: 'https://cdn.example/1' }

describe('the type of a medium', () => {
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

test('the name of a file reads as it is written', () => {
  expect(content.parse({ ...file, name: 'photo\u202egnp.exe' })).toMatchObject({ name: 'photognp.exe' })
})

test('names and tags have something to be seen in them, and nothing hidden', () => {
  expect(name.parse('\u202eAna\u0000 ')).toBe('Ana')
  expect(tags.parse(['\u202evip'])).toEqual(['vip'])
  expect(name.safeParse('\u3164').success).toBe(false)
  expect(tags.safeParse(['\u200b']).success).toBe(false)
})

describe('an e-mail address', () => {
  test.each([
    'bounce+a=b@example.org',
    'o&l@example.org',
    'ana..silva@docomo.example',
    'josé@exämple.org',
    '.ana.@docomo.example',
    "o'neill/sales@mail.example.org"
  ])('is taken as they are in the world: %s', address => {
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
