import { expect, test } from '@jest/globals'
import { latinKey } from './latin-key.ts'

test.each([
  ['Russian', 'ф', 'KeyA', 'a'],
  ['Greek', 'ρ', 'KeyR', 'r'],
  ['Arabic', 'ش', 'KeyA', 'a'],
  ['Arabic digits', '١', 'Digit1', '1'],
  ['French digits', '&', 'Digit1', '1'],
  ['Russian slash', '.', 'Slash', '/'],
  ['Russian question mark', ',', 'Slash', '?'],
  ['Arabic slash', 'ظ', 'Slash', '/']
])('a key that produces none of our letters counts by its position: %s', (_, key, code, meaning) => {
  expect(latinKey({ key, code })).toBe(meaning)
})

test.each([
  ['French: A stands where others have Q', 'a', 'KeyQ', 'a'],
  ['German: the slash is on the 7', '/', 'Digit7', '/'],
  ['with caps lock', 'A', 'KeyA', 'a']
])('a key that produces one of our letters is that letter, wherever it is: %s', (_, key, code, meaning) => {
  expect(latinKey({ key, code })).toBe(meaning)
})

test.each([
  ['German hyphen', '-', 'Slash'],
  ['Dvorak: a full stop where others have E', '.', 'KeyE'],
  ['a key without a character', 'Escape', 'Escape'],
  ['a letter besides the Latin ones', 'ж', 'Semicolon']
])('is not a shortcut: %s', (_, key, code) => {
  expect(latinKey({ key, code })).toBeUndefined()
})
