import { expect, test } from '@jest/globals'
import { fitsInAMessage } from './largest.ts'

test.each([
  ['64 KiB', 'x'.repeat(65_536), true],
  ['more', 'x'.repeat(65_537), false],
  ['what takes more in UTF-8', '字'.repeat(30_000), false],
  ['what takes more as JSON, at which the server would close the connection', '\n'.repeat(60_000), false]
])('%s', (_, text, fits) => {
  expect(fitsInAMessage(text)).toBe(fits)
})
