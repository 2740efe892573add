import { describe, expect, test } from '@jest/globals'
import { richText, withoutMarks } from './rich-text.ts'

const line = (text: string) => {
  const [block] = richText(text)
  return block?.kind === 'paragraph' ? block.lines[0] : block
}

describe('the simple Markdown of emails', () => {
  test('has paragraphs, lists and numbered lists, which end where another starts', () => {
    const text = 'Dear Ana,\nthese are here:\n- Lisbon\n* Porto\n\n3. First\n4) Then\nBye'
    expect(richText(text)).toEqual([
      { kind: 'paragraph', lines: [[{ text: 'Dear Ana,' }], [{ text: 'these are here:' }]] },
      { kind: 'list', items: [[{ text: 'Lisbon' }], [{ text: 'Porto' }]] },
      { kind: 'numbered', start: 3, items: [[{ text: 'First' }], [{ text: 'Then' }]] },
      { kind: 'paragraph', lines: [[{ text: 'Bye' }]] }
    ])
  })

  test('has bold words, links and addresses, also nested', () => {
    expect(line('See **our [shop](https://a.example/?q=1)**, or https://b.example.')).toEqual([
      { text: 'See ' },
      { text: 'our ', bold: true },
      { text: 'shop', href: 'https://a.example/?q=1', bold: true },
      { text: ', or ' },
      { text: 'https://b.example', href: 'https://b.example' },
      { text: '.' }
    ])
  })

  test.each([
    '2 ** 3 ** 4',
    '** not bold **',
    '[x](javascript:alert(1))',
    '[x](data:text/html,x)',
    '[x](//a.example)',
    '-5 °C',
    '3.5 metres',
    '<b>x</b> _y_ # z'
  ])('leaves %p unchanged', text => {
    expect(richText(text)).toEqual([{ kind: 'paragraph', lines: [[{ text }]] }])
  })

  test('reads as plain text without its marks, with the targets of its links', () => {
    expect(withoutMarks('**Now**: [shop](https://a.example)\n- https://b.example')).toBe(
      'Now: shop <https://a.example>\n- https://b.example'
    )
  })

  test.each(['**x ', '[x', '[x](https://', 'https://', '- '])('takes time proportional to the text: %p', piece => {
    const began = performance.now()
    richText(piece.repeat(65_536 / piece.length))
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
