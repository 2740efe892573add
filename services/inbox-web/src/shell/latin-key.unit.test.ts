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
])('a key that writes none of our letters counts by its place: %s', (_, key, code, meaning) => {
  expect(latinKey({ key, code })).toBe(meaning)
})

test.each([
  ['French: A stands where others have Q', 'a', 'KeyQ', 'a'],
  ['German: the slash stands on the 7', '/', 'Digit7', '/'],
  ['with the capitals locked', 'A', 'KeyA', 'a']
])('a key that writes one of our letters is that letter, wherever it stands: %s', (_, key, code, meaning) => {
  expect(latinKey({ key, code })).toBe(meaning)
})

test.each([
  ['German hyphen', '-', 'Slash'],
  ['Dvorak: a full stop where others have E', '.', 'KeyE'],
  ['a key without a character', 'Escape', 'Escape'],
  ['a letter beside the Latin ones', 'ж', 'Semicolon']
])('is no shortcut: %s', (_, key, code) => {
  expect(latinKey({ key, code })).toBeUndefined()
})
