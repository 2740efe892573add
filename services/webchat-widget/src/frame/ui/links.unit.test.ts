import { expect, test } from '@jest/globals'
import { piecesOf, webAddress } from './links.ts'

const linksIn = (text: string) => piecesOf(text).flatMap(({ href }) => href ?? [])

test.each([
  ['See https://example.org/a?b=1, please.', ['https://example.org/a?b=1']],
  ['(www.example.org)', ['https://www.example.org/']],
  [
    'https://en.wikipedia.org/wiki/Can_(metal) and HTTP://EXAMPLE.org!',
    ['https://en.wikipedia.org/wiki/Can_(metal)', 'http://example.org/']
  ],
  ['javascript:alert(1) data:text/html,x file:///etc/passwd', []],
  ['https:// www. http://[', []],
  ['<a href="https://example.org/x">', ['https://example.org/x']],
  ['https://example.org/\u202egpj.exe', ['https://example.org/']],
  ['nothing', []]
])('in %j', (text, links) => {
  expect(linksIn(text)).toEqual(links)
  expect(
    piecesOf(text)
      .map(piece => piece.text)
      .join('')
  ).toBe(text)
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'blob:https://example.org/1', 'vbscript:x', ' //x', ''])(
  'nobody is linked to %j',
  address => {
    expect(webAddress(address)).toBeUndefined()
  }
)
