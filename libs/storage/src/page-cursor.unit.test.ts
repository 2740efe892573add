import { Malformed } from '@inbox/kernel'
import { expect, test } from '@jest/globals'
import { decodeCursor, encodeCursor } from './page-cursor.ts'

test('a cursor returns the sort values that it was made from', () => {
  const values = [1.5, 'Ana “Ñ”, 日本', '']
  expect(decodeCursor(encodeCursor(values), ['number', 'string', 'string'])).toEqual(values)
})

test.each([
  ['nothing', ''],
  ['not JSON', 'cursor'],
  ['not a list', Buffer.from('{"length":2}').toString('base64url')],
  ['too few values', encodeCursor(['Ana'])],
  ['too many values', encodeCursor(['Ana', 'id', 'more'])],
  ['values of another list', encodeCursor([1, 'id'])]
])('an invalid cursor for the list is malformed: %s', (_what, cursor) => {
  expect(() => decodeCursor(cursor, ['string', 'string'])).toThrow(Malformed)
})
