import { describe, expect, it } from '@jest/globals'
import { refusePollution } from './pollution.ts'

const refusalOf = (json: string) => () => refusePollution(Buffer.from(json))
/** As JSON may write any letter. */
const escaped = (letters: string) =>
  [...letters].map(letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

describe('a body with __proto__', () => {
  it.each([
    ['as a name', '__proto__'],
    ['as a name with one escape', `__${escaped('p')}roto__`],
    ['as a name with another', `${escaped('_').toUpperCase().replace('U', 'u')}_proto__`],
    ['as a name in nothing but escapes', escaped('__proto__')]
  ])('%s is refused', (_, name) => {
    expect(refusalOf(`{"a":[{"${name}":{"admin":true}}]}`)).toThrow('__proto__ is not a name')
  })

  it('as something that a contact wrote is taken', () => {
    expect(refusalOf('{"text":"what is __proto__?"}')).not.toThrow()
  })

  it('that is no JSON is left to the parser', () => {
    expect(refusalOf('{"__proto__":')).not.toThrow()
  })
})
