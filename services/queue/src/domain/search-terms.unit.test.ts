import { describe, expect, it } from '@jest/globals'
import { digitsOf, termsOf, textOf, wordsOf } from './search-terms.ts'

/** Whether a query finds a text: every word of it begins some term. */
const finds = (query: string, ...texts: string[]) => {
  const terms = termsOf(texts, 40)
  return wordsOf(query).every(word => terms.some(term => term.startsWith(word)))
}

describe('a search', () => {
  it.each([
    ['joao', 'João Conceição'],
    ['CONCEI jo', 'João Conceição'],
    ['ana.silva@ex', 'ana.silva@example.org'],
    ['silva@example.org', 'ana.silva@example.org'],
    ['example', 'ana.silva@example.org'],
    ['20260302-7q2m', '20260302-7Q2M9XKD'],
    ['7Q2M9XKD', '20260302-7Q2M9XKD'],
    ['ação', 'em acao'],
    ['straße', 'Straße 12'],
    ['Иван', 'Иванов']
  ])('for %s finds %s', (query, text) => {
    expect(finds(query, text)).toBe(true)
  })

  it.each(['+55 11 99999-1234', '5511999991234', '(11) 99999-1234', '99999-1234', '1234', '5511 9'])(
    'for %s finds the phone number +55 11 99999-1234, however it is written',
    query => {
      expect(finds(query, digitsOf('+55 11 99999-1234')!)).toBe(true)
      expect(finds(query, '+5511999991234')).toBe(true)
    }
  )

  it.each([
    ['ilva', 'Silva'],
    ['ana bia', 'Ana'],
    ['0000', '+5511999991234']
  ])('for %s does not find %s', (query, text) => {
    expect(finds(query, text)).toBe(false)
  })

  it('looks for the longest word first, and for nothing when there is none', () => {
    expect(wordsOf('de Conceição a')).toEqual(['conceicao', 'de', 'a'])
    expect(wordsOf(' !? ')).toEqual([])
  })

  it('has a bounded number of bounded terms', () => {
    const terms = termsOf([Array.from({ length: 500 }, (_, n) => `word${n}${'x'.repeat(30)}`).join(' ')], 40)
    expect(terms).toHaveLength(40)
    expect(Math.max(...terms.map(({ length }) => length))).toBe(24)
  })
})

describe('a message', () => {
  it('is found by its text, its caption or the name of what it carries', () => {
    const file = { type: 'file', url: 'https://x.org/a.pdf', mimeType: 'application/pdf' } as const
    expect(textOf({ type: 'text', text: 'hello' })).toBe('hello')
    expect(textOf({ ...file, name: 'invoice.pdf', caption: 'see here' })).toBe('see here')
    expect(textOf({ ...file, name: 'invoice.pdf' })).toBe('invoice.pdf')
    expect(textOf({ type: 'location', latitude: 1, longitude: 2 })).toBeUndefined()
  })
})
