import { expect, test } from '@jest/globals'
import { databaseUnderTest, type Row } from './database-under-test.ts'
import { accumulators, type Condition, type Fields, matches, order, type Value } from './model.ts'

const { collectionOf, database } = databaseUnderTest('contract_model')
const seed = Number(process.env.FUZZ_SEED ?? 20240601)
const rounds = Number(process.env.FUZZ_ROUNDS ?? 12)
const queries = 30

let state = seed
/** A whole number below `limit`, from a generator that the seed starts (mulberry32). */
function below(limit: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit)
}
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!

function someValue(depth: number): Value {
  const kind = below(depth > 0 ? 6 : 4)
  if (kind < 2) return below(4)
  if (kind === 2) return pick(['a', 'b'])
  if (kind === 3) return null
  return kind === 4 ? Array.from({ length: below(3) }, () => someValue(depth - 1)) : { x: someValue(depth - 1) }
}

const someDocument = (_id: number): Fields & { _id: number } => ({
  _id,
  ...Object.fromEntries(['a', 'b', 'c'].filter(() => below(6) > 0).map(field => [field, someValue(2)]))
})

function someCondition(): Condition {
  const operator = pick(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin'])
  const operand = operator.endsWith('in') ? [someValue(1), someValue(1)] : someValue(1)
  return { path: pick(['a', 'b', 'a.x', 'a.0', 'a.x.x', 'b.1.x', 'c.x.0']), operator, operand }
}

const indexes: Row[] = [{ a: 1 }, { 'a.x': 1 }, { b: -1 }, { 'c.x': 1 }]

test(`filters and groups give what a naive model gives (FUZZ_SEED=${seed})`, async () => {
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
