import { BadEnvironment } from '@inbox/runtime'
import { createLogger } from '@inbox/telemetry'
import { type Isolated, isolate } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { assertSchema, claimSchema, connectMongo, type Mongo, readSchema, SCHEMA } from '../src/index.ts'

const stack = new AsyncDisposableStack()
const logger = createLogger('test', 'silent')
let stores: Isolated
let mongo: Mongo

const connect = (owns: boolean) => connectMongo({ url: stores.mongodbUrl, database: stores.database, logger, owns })

beforeAll(async () => {
  stores = stack.use(await isolate(import.meta.url))
  mongo = stack.use(await connect(false))
})
beforeEach(async () => void (await mongo.collection('schema').deleteMany({})))
afterAll(() => stack.disposeAsync())

it('a process that only reads stores nothing, and the owner of a database its schema', async () => {
  expect(await readSchema(mongo)).toBeUndefined()
  await using _owner = await connect(true)
  expect(await readSchema(mongo)).toEqual({ number: SCHEMA, by: 'development', since: expect.any(Date) })
})

it('the record is of the newest that ever ran, whatever starts after it or at the same time', async () => {
  await Promise.all([2, 3, 2, 3, 3].map(known => claimSchema(mongo, 'things', known)))
  const record = await readSchema(mongo)
  expect(record?.number).toBe(3)
  await claimSchema(mongo, 'things', 2)
  await claimSchema(mongo, 'things', 3)
  expect(await readSchema(mongo)).toEqual(record)
})

it('a release starts beside the next one, but not beside the one after that: the environment is bad, and both are named', async () => {
  await claimSchema(mongo, 'things', 3)
  await assertSchema(mongo, 'things', 2)
  const refused = claimSchema(mongo, 'things', 1).catch((error: unknown) => error)
  expect(await refused).toBeInstanceOf(BadEnvironment)
  expect(await refused).toMatchObject({
    message: expect.stringMatching(
      /^things holds documents of schema 3, since release development ran here.* knows schema 1 /
    )
  })
  expect((await readSchema(mongo))?.number).toBe(3)
})

it('a process connecting to a database that is too new for it is refused, and does not connect', async () => {
  await claimSchema(mongo, 'things', SCHEMA + 2)
  await expect(connect(true)).rejects.toThrow(`schema ${SCHEMA + 2}`)
  await expect(connect(false)).rejects.toThrow(`schema ${SCHEMA + 2}`)
})
