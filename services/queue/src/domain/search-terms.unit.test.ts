import { describe, expect, it } from '@jest/globals'
import { digitsOf, termsOf, textOf, wordsOf } from './search-terms.ts'

/** Whether a query finds a text: every word of it is the prefix of some term. */
const finds = (query: string, ...texts: string[]) => {
  const terms = termsOf(texts, 1000)
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
    ['strasse', 'Straße 12'],
    ['STRASSE', 'Gewerbestr. 3, STRAẞE'],
    ['lukasz', 'Łukasz Wiśniewski'],
    ['łukasz', 'Lukasz'],
    ['soren', 'Søren Ærø'],
    ['aero', 'Søren Ærø'],
    ['dorde', 'Đorđe'],
    ['istanbul', 'İSTANBUL'],
    ['Γιαννης', 'ΓΙΆΝΝΗΣ'],
    ['会議', '明日の会議について'],
    ['会議室', '明日の会議室について'],
    ['会', '明日の会議について'],
    ['て', '明日の会議について'],
    ['退款', '我想申请退款,谢谢'],
    ['센터', '고객센터입니다'],
    ['iphone 返品', 'iPhone15を返品したい'],
    ['ﾃﾞﾓ', '新しいデモです'],
    ['สวัสดี', 'คุณสวัสดีครับ'],
    ['किताब', 'मेरी किताब कहाँ है'],
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
    ['0000', '+5511999991234'],
    ['会計', '明日の会議について'],
    ['議会', '明日の会議について'],
    ['किताब', 'कतब']
  ])('for %s does not find %s', (query, text) => {
    expect(finds(query, text)).toBe(false)
  })

  it('finds every word of a long text, even the last one', () => {
    const words = Array.from({ length: 300 }, (_, n) => `word${n}`)
    expect(finds('word299', words.join(' '))).toBe(true)
  })

  it('looks for the longest word first, and for nothing without words', () => {
    expect(wordsOf('de Conceição a')).toEqual(['conceicao', 'de', 'a'])
    expect(wordsOf(' !? ')).toEqual([])
  })

  it('has a limited number of terms of limited length', () => {
    const longest = Array.from({ length: 5000 }, (_, n) => `word${n}${'x'.repeat(30)}`).join(' ')
    const terms = termsOf([longest], 1000)
    expect(terms).toHaveLength(1000)
    expect(termsOf(['a.'.repeat(32_768)], 1000)).toHaveLength(24)
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
    expect(textOf({ type: 'interactive', title: 'Yes', id: 'y', description: 'please' })).toBe('Yes · please')
    const items = [
      { id: 'sku-1', quantity: 2 },
      { id: 'sku-2', name: 'Mug', quantity: 1, price: 9.5 }
    ]
    expect(textOf({ type: 'order', items, currency: 'BRL', text: 'Today?' })).toBe('Today?, 2 × sku-1, 1 × Mug')
    expect(textOf({ type: 'unsupported', what: 'poll' })).toBeUndefined()
  })
})
