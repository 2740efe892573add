import { Malformed } from '@inbox/kernel'
import { describe, expect, it } from '@jest/globals'
import { refuseUnbounded } from './bounds.ts'

const refusalOf =
  (json: string, values = 100) =>
  () =>
    refuseUnbounded(Buffer.from(json), { values })
/** Writes every letter as an escape, as JSON allows. */
const escaped = (letters: string) =>
  [...letters].map(letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

describe('a body with __proto__', () => {
  it.each([
    ['as a name', '__proto__'],
    ['as a name with one escape', `__${escaped('p')}roto__`],
    ['as a name with another', `${escaped('_').toUpperCase().replace('U', 'u')}_proto__`],
    ['as an entirely escaped name', escaped('__proto__')]
  ])('%s is refused', (_, name) => {
    for (const gap of ['', ' ', '\r\n\t'])
      expect(refusalOf(`{"a":[{"x":"\\"","${name}"${gap}:{"admin":true}}]}`)).toThrow('a property named __proto__')
  })

  it('is accepted if a contact wrote it as text', () => {
    expect(refusalOf('{"text":"what is __proto__?","also":"__proto__"}')).not.toThrow()
    expect(refusalOf('{"text":"\\"__proto__\\": 1"}')).not.toThrow()
  })
})

describe('a body', () => {
  it('is refused for its depth, whatever it consists of', () => {
    const nested = (depth: number, [open, close]: readonly [string, string]) => open.repeat(depth) + close.repeat(depth)
    for (const kind of [
      ['[', ']'],
      ['{"a":', '}']
    ] as const) {
      expect(refusalOf(nested(32, kind))).not.toThrow()
      expect(refusalOf(nested(33, kind))).toThrow('nested more than 32 levels deep')
      // unclosed, to show that it is not read to its end
      expect(refusalOf(kind[0].repeat(1_000_000))).toThrow(Malformed)
    }
  })

  it.each([
    ['elements', (count: number) => `[${Array(count).fill('1').join()}]`],
    ['names', (count: number) => `{${Array.from({ length: count }, (_, index) => `"${index}":1`).join()}}`],
    ['empty arrays', (count: number) => `[${Array(count).fill('[]').join()}]`]
  ])('is refused for too many %s', (_, of) => {
    expect(refusalOf(of(50))).not.toThrow()
    expect(refusalOf(of(101))).toThrow('more than 100 values')
  })

  it('is not judged by brackets and commas inside strings', () => {
    const text = '[{,'.repeat(1000)
    expect(refusalOf(JSON.stringify({ text, quoted: `"${text}`, backslash: '\\', more: text }))).not.toThrow()
  })

  it.each(['', '"', '"\\', '{"a', '{"a":', ']]]]', 'nonsense'])('of %j is left to the parser', json => {
    expect(refusalOf(json)).not.toThrow()
  })
})
