import { expect, test } from '@jest/globals'
import { createReceipts } from './receipts.ts'

test('a contact’s messages within one millisecond are received one after the other; others do not wait for them', () => {
  let now = 1000
  const receive = createReceipts(() => now)
  const at = (contact: string) => receive(contact).getTime()
  expect([at('ana'), at('ana'), at('rui'), at('ana')]).toEqual([1000, 1001, 1000, 1002])
  now = 1001
  expect([at('ana'), at('rui'), at('leo')]).toEqual([1003, 1001, 1001])
  now = 2000
  expect([at('ana'), at('rui')]).toEqual([2000, 2000])
})
