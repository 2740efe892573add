import { startEmbeddedMongo } from '@inbox/embedded-mongo'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { codeIn, type Row, Timestamp } from './contract/database-under-test.ts'

const { MongoClient } = mongoose.mongo
let server: Awaited<ReturnType<typeof startEmbeddedMongo>>
let client: InstanceType<typeof MongoClient>
beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir: null })
  client = await MongoClient.connect(server.uri)
  await collection().insertOne({ _id: 1, a: [1] })
})
afterAll(async () => {
  await client.close()
  await server.close()
})

const collection = () => client.db('refused').collection<Row>('c')
const list = (names: string) => names.split(' ')
const find = (filter: Row): Row => ({ find: 'c', filter })
const project = (projection: Row): Row => ({ find: 'c', projection })
const update = (u: Row, more: Row = {}): Row => ({ update: 'c', updates: [{ q: {}, u, ...more }] })
const aggregate = (stage: Row): Row => ({ aggregate: 'c', pipeline: [stage], cursor: {} })
const grouped = (expression: Row): Row => aggregate({ $group: { _id: expression } })

const stages = list(
  '$addFields $bucket $bucketAuto $count $facet $graphLookup $lookup $merge $out $project $sample $set $unwind'
)
const accumulators = list('$addToSet $avg $count $first $min $push $stdDevPop')
const expressions = list(
  `$abs $add $ceil $cmp $concat $dateTrunc $first $hour $isArray $isoWeek $last $literal $mod $multiply $round $size $trunc $type $year`
)
const conditions = list('$all $elemMatch $mod $not $regex $size $type $near $bitsAllSet')
const updates = list('$addToSet $bit $currentDate $max $min $mul $pop $pullAll $rename')

const commands: Row[] = [
  ...stages.map(name => aggregate({ [name]: {} })),
  ...accumulators.map(name => aggregate({ $group: { _id: null, a: { [name]: '$x' } } })),
  ...expressions.map(name => grouped({ [name]: ['$x'] })),
  ...list('$$ROOT $$CURRENT.a $$NOW $$REMOVE').map(grouped),
  grouped({ $cond: { if: 1, else: 3 } }),
  grouped({ $dateToString: { date: new Date(), format: '%V' } }),
  ...conditions.map(name => find({ a: { [name]: 1 } })),
  ...list('$nor $expr $where $text').map(name => find({ [name]: [{ a: 1 }] })),
  ...[/x/, /^x$/, /^x/i, /^x*/, /^(x|y)/].map(pattern => find({ a: pattern })),
  find({ a: { $in: [1, /^x/] } }),
  ...updates.map(name => update({ [name]: { a: 1 } })),
  ...list('$position $slice $sort').map(name => update({ $push: { a: { $each: [1], [name]: 1 } } })),
  ...list('a.$ a.$[] a.$[].b a.$[id]').map(path => update({ $set: { [path]: 1 } })),
  update({ $set: { a: 1 } }, { arrayFilters: [{ id: 1 }] }),
  update([{ $set: { a: 1 } }]),
  ...list('$slice $elemMatch $meta $add').map(name => project({ a: { [name]: 1 } })),
  project({ 'a.$': 1 }),
  project({ a: '$b' }),
  { insert: 'c', documents: [{ at: new Timestamp({ t: 0, i: 0 }) }] },
  { create: 'd', capped: true, size: 1 }
]

test.each(commands)('%j, which MongoDB can do, is refused rather than half done', async command => {
  expect(await codeIn(client.db('refused').command(command))).toBe(238)
  expect(await collection().find().toArray()).toEqual([{ _id: 1, a: [1] }])
})

test('an omitted command does not exist', async () => {
  expect(await codeIn(client.db('refused').command({ distinct: 'c', key: 'a' }))).toBe(59)
})
