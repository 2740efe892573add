import { Malformed } from '@inbox/kernel'
import { expect, test } from '@jest/globals'
import { decodeCursor, encodeCursor } from './page-cursor.ts'

test('a cursor gives back the sort values that it was made of', () => {
  const values = [1.5, 'Ana “Ñ”, 日本', '']
  expect(decodeCursor(encodeCursor(values), ['number', 'string', 'string'])).toEqual(values)
})

test.each([
  ['nothing', ''],
  ['no JSON', 'cursor'],
  ['no list', Buffer.from('{"length":2}').toString('base64url')],
  ['too few values', encodeCursor(['Ana'])],
  ['too many values', encodeCursor(['Ana', 'id', 'more'])],
  ['values of another list', encodeCursor([1, 'id'])]
])('what is no cursor of the list is malformed: %s', (_what, cursor) => {
  expect(() => decodeCursor(cursor, ['string', 'string'])).toThrow(Malformed)
})
