import { expect, test } from '@jest/globals'
import { partsOf } from './links.ts'

const hrefs = (text: string) => partsOf(text).flatMap(({ href }) => href ?? [])

test.each([
  ['(see https://en.wikipedia.org/wiki/Foo_(bar))', 'https://en.wikipedia.org/wiki/Foo_(bar)'],
  ['請看（https://example.com/路徑）。謝謝', 'https://example.com/路徑'],
  ['請看https://example.com/a。', 'https://example.com/a'],
  ['「https://example.com/x」と', 'https://example.com/x'],
  ['«https://example.com/a»', 'https://example.com/a'],
  ['Is it https://example.com/a?b=c&d=[1]?', 'https://example.com/a?b=c&d=[1]'],
  ['www.example.com, please', 'http://www.example.com'],
  ['請看www.example.com。', 'http://www.example.com'],
  ['Write to ana.b+tag@example.com.', 'mailto:ana.b+tag@example.com'],
  ['http://localhost:3000/x', 'http://localhost:3000/x']
])('finds the whole address and nothing around it: %s', (text, href) => {
  expect(hrefs(text)).toEqual([href])
})

test.each(['report.pdf', 'Done.In a minute', 'javascript:alert(1)', '//example.com/x', 'ftp://example.com', '1.2.3.4'])(
  'is not an address: %s',
  text => {
    expect(partsOf(text)).toEqual([{ text }])
  }
)

test('the parts together are the text', () => {
  const text = '看https://a.example/x）。 www.b.example and c@d.example;\nend'
  expect(
    partsOf(text)
      .map(part => part.text)
      .join('')
  ).toBe(text)
})
