import { describe, expect, test } from '@jest/globals'
import { compileFilter } from '../query/filter.ts'
import { findRecords, planFor } from '../query/find.ts'
import { parseSort } from '../query/sort.ts'
import { Collection } from '../storage/collection.ts'
import { documentKeys } from '../storage/index-keys.ts'
import { parseIndexSpec } from '../storage/index-spec.ts'
import { noJournal } from '../storage/journal.ts'
import { compileUpdate } from '../update/update.ts'
import { Binary, BSON, type Doc } from '../values/bson.ts'
import { decode } from '../values/decode.ts'
import { deadlineIn } from './deadline.ts'

const seed = Number(process.env.FUZZ_SEED ?? 20_240_517)
const rounds = 60
const queriesPerRound = 100

/** mulberry32: small, fast and the same everywhere. */
function randomOf(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const random = randomOf(seed)
const below = (n: number): number => Math.floor(random() * n)
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)]!
const fromJs = (value: Record<string, unknown>): Doc => decode(BSON.serialize(value))

const scalars = [
  0,
  1,
  2,
  3,
  1.5,
  -1,
  'a',
  'ab',
  'b',
  '',
  null,
  true,
  new Date(1000),
  5n,
  new BSON.Double(2),
  { x: 1 },
  Number.NaN
]
const paths = ['a', 'b', 'c', 'c.x', 'c.y', 'c.x', 'c.y', 'c.0', 'd', 'd.x']

function anyValue(depth = 0): unknown {
  const kind = random()
  if (depth < 2 && kind < 0.15) return Array.from({ length: below(4) }, () => anyValue(depth + 1))
  if (depth < 2 && kind < 0.35) return anyFields(['x', 'y'], depth + 1)
  return oneOf(scalars)
}

function anyFields(names: readonly string[], depth: number): Record<string, unknown> {
  return Object.fromEntries(names.filter(() => random() < 0.75).map(name => [name, anyValue(depth)]))
}

function anyDocument(_id: unknown): Doc {
  const fields = anyFields(['a', 'b', 'c', 'd'], 0)
  if (random() < 0.5) fields.c = Array.from({ length: below(4) }, () => ({ x: below(3), y: below(3) }))
  return fromJs({ _id, ...fields })
}

function anyCondition(): unknown {
  const operand = oneOf(scalars)
  switch (below(11)) {
    case 0:
      return { $gt: operand }
    case 1:
      return { $gte: operand, $lt: oneOf(scalars) }
    case 2:
      return { $lte: operand }
    case 3:
      return { $in: Array.from({ length: below(4) }, () => oneOf(scalars)) }
    case 4:
      return { $exists: random() < 0.7 }
    case 5:
      return { $ne: operand }
    case 6:
      return { $nin: [operand, oneOf(scalars)] }
    case 7:
      return anyValue()
    case 8:
      return /^a/
    default:
      return operand
  }
}

function anyFilter(depth = 0): Record<string, unknown> {
  const filter: Record<string, unknown> = {}
  for (let i = below(3); i >= 0; i--) filter[oneOf(paths)] = anyCondition()
  if (random() < 0.2) Object.assign(filter, { 'c.x': below(3), 'c.y': below(3) })
  if (depth === 0 && random() < 0.2) filter.$or = [anyFilter(1), anyFilter(1)]
  if (depth === 0 && random() < 0.1) filter.$and = [anyFilter(1)]
  return filter
}

function anyKeys(): Record<string, number> {
  return Object.fromEntries(Array.from({ length: 1 + below(3) }, () => [oneOf(paths), random() < 0.7 ? 1 : -1]))
}

function anyIndex(number: number): Record<string, unknown> {
  const index: Record<string, unknown> = { key: anyKeys(), name: `i${number}` }
  const kind = random()
  if (kind < 0.2) index.sparse = true
  else if (kind < 0.4)
    index.partialFilterExpression = { [oneOf(['a', 'b', 'c.x'])]: oneOf([{ $exists: true }, 1, { $gt: 0 }, 'a']) }
  return index
}

const collection = (): Collection =>
  new Collection(1, 'db', 'c', new Binary(Buffer.alloc(16), 4), {
    journal: noJournal,
    nextRecord: 1,
    bytes: 0,
    checkMemory: () => {}
  })

/** Replaces a document, or sets or removes one of its fields. */
function anyChange(document: Doc): () => Doc {
  if (random() < 0.3) return () => anyDocument(document._id)
  const path = oneOf(paths)
  const update = random() < 0.7 ? { $set: { [path]: anyValue() } } : { $unset: { [path]: 1 } }
  return () => compileUpdate(fromJs(update)).apply(document, false)
}

/** Documents whose arrays do not fit the indexes are left out of both. */
function attempt(change: () => void): boolean {
  try {
    change()
    return true
  } catch {
    return false
  }
}

/** The same random documents with and without indexes, some of them since changed or deleted. */
function twins(): { indexed: Collection; plain: Collection } {
  const indexed = collection()
  const plain = collection()
  const create = (number: number) => attempt(() => indexed.createIndex(parseIndexSpec(fromJs(anyIndex(number)))))
  create(0)
  create(1)
  for (let i = 0; i < 60; i++) {
    const document = anyDocument(i)
    if (attempt(() => indexed.insert(document))) plain.insert(document)
  }
  for (const number of [2, 3, 4]) create(number)
  const records = [...plain.records]
  for (const [i, record] of [...indexed.records].entries()) {
    if (i % 3 === 0) {
      const change = anyChange(record.document)
      if (attempt(() => indexed.replace(record, change()))) plain.replace(records[i]!, record.document)
    } else if (i % 7 === 0) {
      indexed.delete(record)
      plain.delete(records[i]!)
    }
  }
  return { indexed, plain }
}

describe('the planner', () => {
  test(`returns what a scan of all documents returns, over ${rounds * queriesPerRound} random queries (seed ${seed})`, () => {
    console.log(`planner fuzz: FUZZ_SEED=${seed}`)
    let withIndex = 0
    for (let round = 0; round < rounds; round++) {
      const { indexed, plain } = twins()
      for (let i = 0; i < queriesPerRound; i++) {
        const filter = fromJs(anyFilter())
        const sort = parseSort(fromJs(random() < 0.5 ? anyKeys() : {}))
        const query = {
          filter: compileFilter(filter),
          sort,
          skip: 0,
          limit: random() < 0.5 ? 1 + below(8) : 0,
          hint: undefined,
          deadline: deadlineIn(0)
        }
        const run = (from: Collection, limit: number) =>
          attempted(() =>
            findRecords(from, { ...query, limit }, { keys: 0, documents: 0 }).map(record => record.document)
          )
        const found = run(indexed, query.limit)
        const all = run(plain, 0)
        if (planFor(indexed, query).kind !== 'all') withIndex++
        if (typeof all === 'string' || typeof found === 'string') continue
        const told = `round ${round}, query ${i}: ${BSON.EJSON.stringify(filter)} sorted by ${JSON.stringify(sort)} limit ${query.limit}`
        const wanted = query.limit > 0 ? all.slice(0, query.limit) : all
        const order = (document: Doc) => (sort.length > 0 ? documentKeys(document, sort)!.keys.toSorted()[0] : '')
        if (found.length !== wanted.length || !sameOrder(found.map(order), wanted.map(order))) throw new Error(told)
        const ids = new Set(all.map(document => document._id))
        if (
          new Set(found.map(document => document._id)).size !== found.length ||
          !found.every(document => ids.has(document._id))
        )
          throw new Error(told)
      }
    }
    expect(withIndex).toBeGreaterThan((rounds * queriesPerRound) / 4)
  })
})

const sameOrder = (a: readonly unknown[], b: readonly unknown[]): boolean => a.every((key, i) => key === b[i])

/** Sorting by two arrays at once is an error that a sort by index does not run into. */
function attempted<T>(run: () => T): T | string {
  try {
    return run()
  } catch (error) {
    return String(error)
  }
}
