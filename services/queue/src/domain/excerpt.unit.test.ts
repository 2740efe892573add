import { describe, expect, it } from '@jest/globals'
import { excerptOf } from './excerpt.ts'
import { wordsOf } from './search-terms.ts'

/** The excerpt with its marks in brackets. */
function shown(query: string, text: string): string | undefined {
  const found = excerptOf(text, wordsOf(query))
  if (!found) return undefined
  return found.marks
    .toReversed()
    .reduce(
      (line, [from, until]) => `${line.slice(0, from)}[${line.slice(from, until)}]${line.slice(until)}`,
      found.text
    )
}

describe('an excerpt', () => {
  it.each([
    ['parachute open', 'My Parachute does not open', 'My [Parachute] does not [open]'],
    ['para', 'My Parachute', 'My [Para]chute'],
    ['lukasz', 'Dzień dobry, Łukasz!', 'Dzień dobry, [Łukasz]!'],
    ['strasse', 'Hauptstraße? Nein: Straße 12', 'Hauptstraße? Nein: [Straße] 12'],
    ['conceicao', 'Joa\u0303o Conceic\u0327a\u0303o', 'Joa\u0303o [Conceic\u0327a\u0303o]'],
    ['silva@ex', 'ana.silva@example.org', 'ana.[silva@ex]ample.org'],
    ['会議室', '明日の会議室について', '明日の[会議室]について'],
    ['返品', 'iPhone15を返品したい', 'iPhone15を[返品]したい'],
    ['1234', 'call +5511999991234 now', 'call +551199999[1234] now'],
    ['two lines', 'these are\n\ttwo\n lines', 'these are [two] [lines]']
  ])('for %s highlights what was found, as it was written', (query, text, marked) => {
    expect(shown(query, text)).toBe(marked)
  })

  it('begins shortly before the hit and is at most a line long', () => {
    const found = shown('needle', `${'some words '.repeat(50)}the needle ${'and others '.repeat(50)}`)!
    expect(found).toMatch(/^…[some words]+the \[needle\] and others/)
    expect(found).toMatch(/…$/)
    expect(found.length).toBeLessThan(170)
  })

  it('is empty without a hit, and cuts no character in half', () => {
    expect(shown('nothing', 'something')).toBeUndefined()
    for (const before of ['', 'a']) expect(shown('x', `${before}${'𠮷'.repeat(60)} x`)).toMatch(/^…(𠮷)+ \[x\]$/)
  })
})
