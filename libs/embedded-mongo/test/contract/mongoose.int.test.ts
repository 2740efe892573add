import { startEmbeddedMongo } from '@inbox/embedded-mongo'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import mongoose from 'mongoose'

const schema = new mongoose.Schema(
  { name: { type: String, unique: true }, count: Number, tags: [String], place: { city: String } },
  { timestamps: true, optimisticConcurrency: true }
)

describe('mongoose', () => {
  let stop: (() => Promise<void>) | undefined
  let connection: mongoose.Connection
  beforeAll(async () => {
    let uri = process.env.MONGODB_URL
    if (!uri) {
      const server = await startEmbeddedMongo({ dataDir: null })
      stop = server.close
      uri = server.uri
    }
    connection = await mongoose
      .createConnection(uri, { dbName: 'contract_mongoose', serverSelectionTimeoutMS: 5000 })
      .asPromise()
    await connection.dropDatabase()
  })
  afterAll(async () => {
    await connection.dropDatabase()
    await connection.close()
    await stop?.()
  })

  test('creates collections and indexes by itself, even twice', async () => {
    const Thing = connection.model('Thing', schema)
    await Thing.init()
    await Thing.syncIndexes()
    expect(await Thing.listIndexes()).toMatchObject([{ name: '_id_' }, { name: 'name_1', unique: true }])
    await expect(Thing.createCollection()).resolves.toBeDefined()
  })

  test('saves, finds, changes and deletes', async () => {
    const Thing = connection.model('Thing')
    const thing = await Thing.create({ name: 'one', count: 1, tags: ['a'], place: { city: 'Bern' } })
    thing.set('count', 2)
    thing.get('tags').push('b')
    await thing.save()
    expect(await Thing.findOne({ name: 'one' }).lean()).toMatchObject({
      count: 2,
      tags: ['a', 'b'],
      place: { city: 'Bern' }
    })
    await expect(Thing.create({ name: 'one' })).rejects.toMatchObject({ code: 11000, keyValue: { name: 'one' } })
    expect(await Thing.updateOne({ name: 'one' }, { $inc: { count: 1 } })).toMatchObject({ modifiedCount: 1 })
    expect(
      await Thing.findOneAndUpdate(
        { name: 'two' },
        { $setOnInsert: { count: 5 } },
        { upsert: true, returnDocument: 'after' }
      ).lean()
    ).toMatchObject({ name: 'two', count: 5 })
    expect(await Thing.exists({ name: 'two' })).not.toBeNull()
    expect(await Thing.find().sort('-name').select('name').lean()).toMatchObject([{ name: 'two' }, { name: 'one' }])
    expect(await Thing.deleteMany({})).toMatchObject({ deletedCount: 2 })
  })

  test('notices that somebody else was faster', async () => {
    const Thing = connection.model('Thing')
    await Thing.create({ name: 'shared', count: 1 })
    const [first, second] = await Promise.all([Thing.findOne({ name: 'shared' }), Thing.findOne({ name: 'shared' })])
    first!.set('count', 2)
    await first!.save()
    second!.set('count', 3)
    await expect(second!.save()).rejects.toThrow(mongoose.Error.VersionError)
  })
})
