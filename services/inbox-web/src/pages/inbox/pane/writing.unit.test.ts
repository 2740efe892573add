import { expect, test } from '@jest/globals'
import { fewLeft, saysSomething, sends, tooLongBy } from './writing.ts'

const enter = { key: 'Enter', keyCode: 13, shiftKey: false, ctrlKey: false, metaKey: false, isComposing: false }

test('Enter sends, Shift+Enter breaks the line', () => {
  expect(sends(enter, false)).toBe(true)
  expect(sends({ ...enter, shiftKey: true }, false)).toBe(false)
})

test('the Enter that ends an input method’s word sends nothing, as Chromium and as Safari report it', () => {
  expect(sends({ ...enter, isComposing: true }, false)).toBe(false)
  expect(sends({ ...enter, keyCode: 229 }, false)).toBe(false)
})

test('on a touch keyboard Enter breaks the line; with Ctrl or Command it sends on any', () => {
  expect(sends(enter, true)).toBe(false)
  expect(sends({ ...enter, ctrlKey: true }, true)).toBe(true)
  expect(sends({ ...enter, metaKey: true }, false)).toBe(true)
})

test('an answer may take 64 KiB, a note 4,000 characters', () => {
  expect(tooLongBy('answer', 'a'.repeat(65_536))).toBe(0)
  expect(tooLongBy('answer', 'a'.repeat(65_540))).toBe(4)
  expect(tooLongBy('answer', 'あ'.repeat(21_845))).toBe(0)
  expect(tooLongBy('answer', 'あ'.repeat(21_847))).toBe(2)
  expect(tooLongBy('note', 'a'.repeat(4000))).toBe(0)
  expect(tooLongBy('note', 'a'.repeat(4001))).toBe(1)
})

test('an answer may be as long as its channel allows, and the last characters are counted while typing', () => {
  expect([tooLongBy('answer', 'a'.repeat(4096), 4096), tooLongBy('answer', 'a'.repeat(4099), 4096)]).toEqual([0, 3])
  const left = (length: number, most?: number) => fewLeft('a'.repeat(length), most)
  expect([left(3000, 4096), left(4000, 4096), left(4096, 4096), left(4097, 4096)]).toEqual([
    undefined,
    96,
    0,
    undefined
  ])
  expect(left(4000)).toBeUndefined()
})

test('a text of blanks and zero-width characters counts as empty', () => {
  expect(saysSomething(' \n\u200b\u2060')).toBe(false)
  expect(saysSomething('\u200b👩\u200d🔧')).toBe(true)
})
