import { describe, expect, test } from '@jest/globals'
import { isVisible, plainLine } from './plain-text.ts'

describe('one line of text', () => {
  test.each([
    ['a file that pretends to be a picture', 'photo\u202egnp.exe', 'photognp.exe'],
    ['NUL and other controls', 'An\u0000a\u0007\u009b', 'Ana'],
    ['breaks of lines', ' Ana\r\n\tSilva\u2028Lima ', 'Ana Silva Lima'],
    ['embeddings, isolates and blanks of no width', '\u202aAn\u200ba\u2069\ufeff\u2060', 'Ana'],
    ['half a character', 'Ana \ud83d', 'Ana'],
    [
      'what belongs to a language or an emoji',
      'می\u200cخواهم 👩\u200d💻 עברית\u200f',
      'می\u200cخواهم 👩\u200d💻 עברית\u200f'
    ]
  ])('is rid of what deceives, and of nothing else: %s', (_what, text, plain) => {
    expect(plainLine(text)).toBe(plain)
  })

  test.each(['', '   ', '\u200b', '\u3164', '\u115f\u1160\uffa0', '\u202e\u200f', '\u2800', '\u00ad\u034f', '\ufe0f'])(
    'in which nothing can be seen is empty: %j',
    text => {
      expect(plainLine(text)).toBe('')
      expect(isVisible(text)).toBe(false)
    }
  )
})
