import { expect, test } from '@jest/globals'
import { noJournal } from '../storage/journal.ts'
import { Binary, type Doc, documentOf } from '../values/bson.ts'
import { RetryableWrites } from './retryable-writes.ts'

const request = (number: bigint): Doc =>
  documentOf({ lsid: documentOf({ id: new Binary(Buffer.alloc(16, 7), 4) }), txnNumber: number })

test('a write is done once for each number of its client session, and never after a newer one', () => {
  const stored: Doc[] = []
  const retries = new RetryableWrites({ ...noJournal, putRetry: (_key, description) => stored.push(description) })
  let done = 0
  const write = () => documentOf({ n: ++done })
  expect([1n, 1n, 2n, 2n].map(number => retries.once(request(number), write).n)).toEqual([1, 1, 2, 2])
  expect(() => retries.once(request(1n), write)).toThrow(/newer one/)
  expect(retries.once(documentOf({}), write)).toEqual(documentOf({ n: 3 }))

  const restored = new RetryableWrites(noJournal)
  for (const description of stored) restored.restore(description)
  expect(restored.once(request(2n), write).n).toBe(2)
})
