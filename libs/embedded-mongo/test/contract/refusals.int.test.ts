import { expect, test } from '@jest/globals'
import { type Code, codeIn, databaseUnderTest, Long, type Row } from './database-under-test.ts'

const { database } = databaseUnderTest('contract_refusals')

const update = (item: Row): Row => ({ update: 'c', updates: [item] })
const remove = (item: Row): Row => ({ delete: 'c', deletes: [item] })
const change = (fields: Row): Row => ({ findAndModify: 'c', ...fields })

/** Nonsensical commands and the code each is answered with, in the reply or in its first write error. */
const cases: [Row, Code][] = [
  [{ foo: 1 }, 59],
  [{ Find: 'c' }, 59],
  [{ ping: 1, foo: 1 }, 40415],
  [{ find: '' }, 73],
  [{ find: 5 }, 73],
  [{ find: 'c', hint: 5 }, 9],
  [{ find: 'c', batchSize: -1 }, 51024],
  [{ find: 'c', maxTimeMS: -1 }, 2],
  [{ find: 'c', maxTimeMS: 'x' }, 14],
  [{ find: 'c', writeConcern: { w: 1 } }, 72],
  [{ find: 'c', readConcern: { level: 'x' } }, 9],
  [{ find: 'c', readConcern: { level: 'majority' } }, 'ok'],
  [{ find: 'c', tailable: false, returnKey: false }, 'ok'],
  [{ count: 'c', query: 1 }, 14],
  [{ count: 'c', skip: -1 }, 51024],
  [{ getMore: Long.fromNumber(5) }, 40414],
  [{ getMore: Long.fromNumber(5), collection: 'c' }, 43],
  [{ getMore: 5, collection: 'c' }, 14],
  [{ killCursors: 'c' }, 40414],
  [{ killCursors: 'c', cursors: [5] }, 14],
  [{ listDatabases: 1 }, 13],
  [{ insert: 'c' }, 40414],
  [{ insert: 'c', documents: 1 }, 14],
  [{ insert: 'c', documents: [1] }, 14],
  [{ insert: 'c', documents: [] }, 16],
  [{ insert: 'c', documents: [{}], foo: 1 }, 40415],
  [{ insert: 'c', documents: [{}], writeConcern: 5 }, 14],
  [{ insert: 'c', documents: [{}], writeConcern: { foo: 1 } }, 40415],
  [{ insert: 'c', documents: [{}], readConcern: { level: 'majority' } }, 72],
  [{ insert: 'c', documents: [{ _id: [1] }] }, 2],
  [{ insert: 'c', documents: [{ _id: /x/ }] }, 2],
  [{ insert: 'c', documents: [{ _id: { $x: 1 } }] }, 52],
  [{ insert: 'a$b', documents: [{}] }, 73],
  [{ insert: 'system.x', documents: [{}] }, 73],
  [update({ q: {} }), 40414],
  [update({ q: 1, u: {} }), 14],
  [update({ q: {}, u: 1 }), 9],
  [update({ q: {}, u: {}, foo: 1 }), 40415],
  [update({ q: {}, u: {}, multi: 'x' }), 14],
  [{ find: 'c', collation: false, let: null }, 'ok'],
  [update({ q: { _id: [1] }, u: { $set: { a: 1 } }, upsert: true }), 53],
  [remove({ limit: 1 }), 40414],
  [remove({ q: {} }), 40414],
  [remove({ q: {}, limit: 2 }), 9],
  [remove({ q: {}, limit: 'x' }), 14],
  [change({}), 9],
  [change({ update: {}, remove: true }), 9],
  [change({ remove: true, new: true }), 9],
  [change({ remove: true, upsert: true }), 9],
  [change({ update: {}, foo: 1 }), 40415],
  [{ aggregate: 'c', pipeline: [] }, 9],
  [{ aggregate: 'c', cursor: {} }, 40414],
  [{ aggregate: 'c', pipeline: [], cursor: { foo: 1 } }, 40415],
  [{ explain: { foo: 1 } }, 59],
  [{ explain: { find: 'c', foo: 1 } }, 40415],
  [{ explain: { find: 'c' }, verbosity: 'x' }, 2],
  [{ createIndexes: 'c' }, 40414],
  [{ createIndexes: 'c', indexes: [] }, 2],
  [{ dropIndexes: 'c' }, 40414]
]

test.each(cases)('%j ends with %s', async (command, code) => {
  expect(await codeIn(database().command(command))).toBe(code)
})

test('documents up to 16 MB are stored, larger ones refused', async () => {
  const text = (missing: number): string => 'x'.repeat(16 * 1024 * 1024 - missing)
  const insert = (_id: number, t: string) => codeIn(database().command({ insert: 'large', documents: [{ _id, t }] }))
  expect(await insert(1, text(100))).toBe('ok')
  expect(await insert(2, text(0))).toBe(2)
  const grow = { update: 'large', updates: [{ q: { _id: 1 }, u: { $set: { more: 'x'.repeat(100) } } }] }
  expect(await codeIn(database().command(grow))).toBe(17419)
  expect(await database().collection('large').countDocuments()).toBe(1)
})
