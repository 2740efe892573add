import { expect, test } from '@jest/globals'
import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { encode } from '../values/encode.ts'
import { Cursors } from './cursors.ts'

const documents = Array.from({ length: 3 }, (_, _id) => documentOf({ _id }))

function idOf(reply: Doc): bigint {
  return isDocument(reply.cursor) ? (reply.cursor.id as bigint) : 0n
}

test('a cursor unused for ten minutes is forgotten, unless it is to be kept', () => {
  const cursors = new Cursors()
  const idle = idOf(cursors.open('d.c', documents, 1, false))
  const kept = idOf(cursors.open('d.c', documents, 1, false, true))
  cursors.expire(Date.now() + 599_000)
  expect(cursors.size).toBe(2)
  cursors.expire(Date.now() + 601_000)
  expect(() => cursors.more(idle, 'd.c', 1)).toThrow(/not found/)
  expect(idOf(cursors.more(kept, 'd.c', 1))).toBe(kept)
})

test('a cursor answers only for its own collection, and is gone once everything is read', () => {
  const cursors = new Cursors()
  const id = idOf(cursors.open('d.c', documents, 1, false))
  expect(() => cursors.more(id, 'd.other', 1)).toThrow(/different namespace/)
  expect(cursors.kill(id, 'd.other')).toBe(false)
  expect(idOf(cursors.more(id, 'd.c', undefined))).toBe(0n)
  expect(cursors.size).toBe(0)
})

test('a batch holds at most 16 MB', () => {
  const text = 'x'.repeat(6_000_000)
  const reply = new Cursors().open(
    'd.c',
    documents.map(({ _id }) => documentOf({ _id, text })),
    undefined,
    false
  )
  expect(((reply.cursor as Doc).firstBatch as Doc[]).map(document => document._id)).toEqual([0, 1])
})

test('a batch of many small documents fits into a reply', () => {
  const many = Array.from({ length: 1_000_000 }, (_, _id) => documentOf({ _id }))
  const cursors = new Cursors()
  const reply = cursors.more(idOf(cursors.open('d.c', many, 1, false)), 'd.c', undefined)
  expect(encode(reply).length).toBeLessThanOrEqual((16 * 1024 + 16) * 1024)
})
