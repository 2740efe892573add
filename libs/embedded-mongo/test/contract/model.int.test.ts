import { expect, test } from '@jest/globals'
import { databaseUnderTest, type Row } from './database-under-test.ts'
import { accumulators, type Condition, matches, order, type Value } from './model.ts'
import { below, pick, seed, someDocument, someValue } from './random-values.ts'

const { collectionOf, database } = databaseUnderTest('contract_model')
const rounds = Number(process.env.FUZZ_ROUNDS ?? 12)
const queries = 30

function someCondition(): Condition {
  const operator = pick(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin'])
  const operand = operator.endsWith('in') ? [someValue(1), someValue(1)] : someValue(1)
  return { path: pick(['a', 'b', 'a.x', 'a.0', 'a.x.x', 'b.1.x', 'c.x.0']), operator, operand }
}

const indexes: Row[] = [{ a: 1 }, { 'a.x': 1 }, { b: -1 }, { 'c.x': 1 }]

test(`filters and groups return what a naive model returns (FUZZ_SEED=${seed})`, async () => {
  for (let round = 0; round < rounds; round++) {
    const documents = Array.from({ length: 25 }, (_, _id) => someDocument(_id))
    const collection = await collectionOf(...documents)
    if (below(2) === 0) await collection.createIndex(pick(indexes))
    for (let i = 0; i < queries; i++) {
      const conditions = Array.from({ length: 1 + below(2) }, someCondition)
      const clauses = conditions.map(({ path, operator, operand }) => ({ [path]: { [operator]: operand } }))
      const all = below(2) === 0
      const filter = { [all ? '$and' : '$or']: clauses }
      const found = documents.filter(document =>
        conditions[all ? 'every' : 'some'](condition => matches(document, condition))
      )
      const rows = await collection.find(filter).sort({ _id: 1 }).toArray()
      expect([filter, rows]).toEqual([filter, found])

      const [by, of, operator] = [pick(['a', 'b']), pick(['b', 'c']), pick(Object.keys(accumulators))]
      const pipeline = [
        { $match: filter },
        { $sort: { _id: 1 } },
        { $group: { _id: `$${by}`, v: { [operator]: `$${of}` } } }
      ]
      const { cursor } = await database().command({ aggregate: collection.collectionName, pipeline, cursor: {} })
      const groups = Map.groupBy(found, document => JSON.stringify(document[by] ?? null))
      const expected = [...groups].map(([key, members]) => ({
        _id: JSON.parse(key) as Value,
        v: accumulators[operator]!(members.map(member => member[of]))
      }))
      const byId = (a: Row, b: Row): number => order(a._id, b._id)
      expect([pipeline, cursor.firstBatch.sort(byId)]).toEqual([pipeline, expected.sort(byId)])
    }
  }
})
