import { startEmbeddedMongo } from '@inbox/embedded-mongo'
import { Retryable } from '@inbox/kernel'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import mongoose from 'mongoose'
import { storageCall } from '../src/index.ts'
import { openLedger } from './ledger.ts'

/** As MongoDB names them. */
const ELECTION = [
  ['NotWritablePrimary', 10107],
  ['InterruptedDueToReplStateChange', 11602],
  ['ShutdownInProgress', 91]
] as const

const WRITES = ['insert', 'update', 'findAndModify', 'delete']
const READS = ['find', 'aggregate', 'getMore']

const stack = new AsyncDisposableStack()
let url: string
let operator: mongoose.mongo.MongoClient
// a server of its own: the injected failures affect all of it
beforeAll(async () => {
  const server = stack.use(await startEmbeddedMongo({ dataDir: null }))
  url = server.uri
  operator = await mongoose.mongo.MongoClient.connect(url)
  stack.defer(() => operator.close())
})
afterAll(() => stack.disposeAsync())
afterEach(() => failing('off'))

const failing = (mode: 'off' | 'alwaysOn' | { times: number }, code = 10107, commands = WRITES) =>
  operator.db('admin').command({
    ...{ configureFailPoint: 'failCommand', mode },
    data: { failCommands: commands, errorCode: code }
  })

const opened = (name: string) => openLedger({ url, database: name, publish: async () => undefined, recoverEveryMs: 50 })

describe('a primary that steps down', () => {
  it.each(ELECTION)('during writes loses none, and none is done twice: %s', async (name, code) => {
    await using ledger = await opened(name)
    for (let n = 1; n <= 2; n++) {
      await failing({ times: 1 }, code)
      await ledger.apply('a', n)
    }
    expect(await ledger.aggregates.load('a')).toMatchObject({ version: 2, applied: 2 })
  })

  it.each(ELECTION)('for longer makes calls fail as retryable: %s', async (name, code) => {
    await using ledger = await opened(`long_${name}`)
    await ledger.apply('a', 1)
    await failing('alwaysOn', code, [...READS, ...WRITES])
    await expect(storageCall(() => ledger.collection.findOne({ _id: 'a' }))).rejects.toThrow(Retryable)
    await expect(storageCall(() => ledger.collection.insertOne({ _id: 'b' } as never))).rejects.toThrow(Retryable)
    await failing('off')
    await ledger.apply('a', 2)
    expect(await ledger.aggregates.load('a')).toMatchObject({ version: 2, applied: 2 })
  })
})
