import { expect, test } from '@jest/globals'
import { codeIn, databaseUnderTest, type Row } from './database-under-test.ts'
import type { Fields, Value } from './model.ts'
import { below, pick, seed, someDocument, someValue } from './random-values.ts'
import { type Change, Refused, updated } from './update-model.ts'

const { collectionOf, database } = databaseUnderTest('contract_update_model')
const rounds = Number(process.env.FUZZ_ROUNDS ?? 600)

const operands: Record<string, () => Value> = {
  $set: () => someValue(1),
  $unset: () => 1,
  $inc: () => 1 + below(3),
  $push: () => (below(2) === 0 ? below(4) : somePush()),
  $pull: () => pick<Value>([0, 1, 'a', null, { $gt: 0 }, { $in: [1, 'b'] }])
}

const somePush = (): Value => ({ $each: Array.from({ length: below(3) }, () => someValue(1)) })

function someChange(): Change {
  const operator = pick(Object.keys(operands))
  const path = pick(['a', 'a.x', 'a.0', 'a.3', 'a.x.x', 'a.1.x', 'b', 'b.x', 'b.x.0', 'c', 'c.x.1', 'd', 'd.x.y'])
  return { operator, path, operand: operands[operator]!() }
}

function inOneUpdate(changes: readonly Change[]): Row {
  const update: Row = {}
  for (const { operator, path, operand } of changes) update[operator] = { ...update[operator], [path]: operand }
  return update
}

/** What the model predicts: the document afterwards, or the code of the error. */
function outcome(document: Fields, changes: readonly Change[]): [number | 'ok', Fields] {
  try {
    return ['ok', updated(document, changes)]
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return [error.code, document]
  }
}

test(`updates do what a naive model does, and a refused one does nothing (FUZZ_SEED=${seed})`, async () => {
  const collection = await collectionOf()
  for (let _id = 0; _id < rounds; _id++) {
    const document = someDocument(_id)
    const all = Array.from({ length: 1 + below(3) }, someChange)
    const changes = [...new Map(all.map(change => [change.operator + change.path, change])).values()]
    const update = inOneUpdate(changes)
    await collection.insertOne(document)
    const command = { update: collection.collectionName, updates: [{ q: { _id }, u: update }] }
    const code = await codeIn(database().command(command))
    const after = await collection.findOne({ _id })
    const [expectedCode, expected] = outcome(document, changes)
    expect(JSON.stringify([document, update, after])).toBe(JSON.stringify([document, update, expected]))
    // if several changes fail, any of them may be reported
    if (changes.length === 1 || expectedCode === 'ok')
      expect([document, update, code]).toEqual([document, update, expectedCode])
    else expect(code).not.toBe('ok')
  }
})
