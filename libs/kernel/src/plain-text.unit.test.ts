import { describe, expect, test } from '@jest/globals'
import { isVisible, plainLine, plainText } from './plain-text.ts'

describe('one line of text', () => {
  test.each([
    ['a file disguised as a picture', 'photo\u202egnp.exe', 'photognp.exe'],
    ['NUL and other controls', 'An\u0000a\u0007\u009b', 'Ana'],
    ['line breaks', ' Ana\r\n\tSilva\u2028Lima ', 'Ana Silva Lima'],
    ['embeddings, isolates and zero-width blanks', '\u202aAn\u200ba\u2069\ufeff\u2060', 'Ana'],
    ['half a character', 'Ana \ud83d', 'Ana'],
    [
      'what belongs to a language or an emoji',
      'می\u200cخواهم 👩\u200d💻 עברית\u200f',
      'می\u200cخواهم 👩\u200d💻 עברית\u200f'
    ]
  ])('loses what deceives, and nothing else: %s', (_what, text, plain) => {
    expect(plainLine(text)).toBe(plain)
  })

  test.each(['', '   ', '\u200b', '\u3164', '\u115f\u1160\uffa0', '\u202e\u200f', '\u2800', '\u00ad\u034f', '\ufe0f'])(
    'without visible characters is empty: %j',
    text => {
      expect(plainLine(text)).toBe('')
      expect(isVisible(text)).toBe(false)
    }
  )
})

describe('a text of any number of lines', () => {
  const [LRE, RLE, PDF, LRO, RLO] = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e']
  const [LRI, RLI, FSI, PDI] = ['\u2066', '\u2067', '\u2068', '\u2069']

  test.each([
    ['an override', `pay ${RLO}100 to me`, 'pay 100 to me'],
    ['an override that ends, with its end', `a${RLO}b${PDF}c${LRO}d${PDF}`, 'abcd'],
    ['an embedding that does not end', `a${RLE}b${LRE}c${PDF}d`, `ab${LRE}c${PDF}d`],
    ['an isolate that does not end', `a${RLI}b${FSI}c${PDI}d`, `ab${FSI}c${PDI}d`],
    ['an end without a start', `a${PDI}b${PDF}c`, 'abc'],
    ['the end of an embedding within an isolate', `${RLE}a${LRI}b${PDF}c${PDI}d${PDF}`, `${RLE}a${LRI}bc${PDI}d${PDF}`],
    ['an embedding that its isolate leaves open', `${RLI}a${RLE}b${PDI}c`, `${RLI}ab${PDI}c`],
    ['NUL, escapes and other controls', 'a\0b\x1b[31mc\u009bd\x7f', 'ab[31mcd'],
    ['halves of characters', 'a\ud800b 🙂 c\udc00', 'ab 🙂 c'],
    ['what the paragraph leaves open', `a${RLI}b\nc${PDI}d\r${RLO}e\u2029f`, 'ab\ncd\re\u2029f']
  ])('loses what nobody can read, or would read in another order: %s', (_what, text, readable) => {
    expect(plainText(text)).toBe(readable)
    expect(plainText(readable)).toBe(readable)
  })

  test.each([
    ['Hebrew and Arabic', 'שלום\u200f, مرحبا\u061c!\n\u200e1. אחת'],
    ['Persian, with a joiner that is none', 'می\u200cخواهم'],
    ['an emoji of several, and flags', '👩\u200d💻 👨‍👩‍👧 🏳️‍🌈 🇧🇷'],
    ['isolates and embeddings that end', `${FSI}العربية${PDI} (${RLE}עברית ${LRI}v2.0${PDI}${PDF})`],
    ['lines, tabs and blanks', ' a\r\n\tb  ']
  ])('is otherwise unchanged: %s', (_what, text) => {
    expect(plainText(text)).toBe(text)
  })
})
