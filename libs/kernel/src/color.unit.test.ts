import { describe, expect, test } from '@jest/globals'
import { type Color, contrast, filled, legible, parseColor } from './color.ts'

const WHITE: Color = [255, 255, 255]
const BLACK: Color = [0, 0, 0]
const parts = [0, 51, 102, 153, 204, 255]
const all = parts.flatMap(red => parts.flatMap(green => parts.map((blue): Color => [red, green, blue])))

test('contrast is as defined by WCAG', () => {
  expect(contrast(BLACK, WHITE)).toBeCloseTo(21)
  expect(contrast(WHITE, BLACK)).toBeCloseTo(21)
  expect(contrast([118, 118, 118], WHITE)).toBeCloseTo(4.54, 2)
})

test.each([
  ['#1a73e8', [26, 115, 232]],
  ['#FfF', [255, 255, 255]],
  ['red', undefined],
  ['#12345', undefined],
  ['#12345678', undefined],
  ['url(#fff)', undefined],
  [undefined, undefined]
])('%p is read as %p', (text, color) => {
  expect(parseColor(text)).toEqual(color)
})

describe('whatever colour a channel has', () => {
  test('text on it has a contrast of 4.5:1', () => {
    for (const color of all) {
      const { surface, text } = filled(color)
      expect(contrast(surface, text)).toBeGreaterThanOrEqual(4.5)
    }
  })

  test.each([
    ['light', [238, 241, 243]],
    ['dark', [43, 53, 58]]
  ] as const)('text in it has a contrast of 4.5:1 on a %s surface', (_, surface) => {
    for (const color of all) expect(contrast(legible(color, surface), surface)).toBeGreaterThanOrEqual(4.5)
  })
})

test('a legible colour is not changed', () => {
  expect(filled([21, 112, 79])).toEqual({ surface: [21, 112, 79], text: WHITE })
})
