import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { connectMongo, startDatabaseClock } from '../src/index.ts'

const logger = createLogger('test', 'silent')

test('the database clock is never ahead of its server, and at most milliseconds behind', async () => {
  await using stack = new AsyncDisposableStack()
  const stores = await isolate(import.meta.url)
  stack.defer(stores.remove)
  const mongo = stack.use(await connectMongo({ url: stores.mongodbUrl, database: stores.name, logger }))
  // a server whose time differs from ours and whose answers are sometimes delayed
  let answers = 0
  const elsewhere = {
    async serverTime() {
      const time = await mongo.serverTime()
      if (++answers % 2) await new Promise(resolve => setTimeout(resolve, 200))
      return new Date(time.getTime() + 300_000)
    }
  }
  const clock = stack.use(await startDatabaseClock(elsewhere, logger))
  const behindMs = () => {
    // read before our own clock, which keeps running meanwhile
    const shown = clock.now().getTime()
    return Date.now() + 300_000 - shown
  }
  expect(behindMs()).toBeGreaterThanOrEqual(0)
  await waitFor(() => behindMs() < 100)
})

test('delayed answers do not set the clock back, a server whose clock is set back does', async () => {
  const server = { aheadMs: 300_000, heldUpMs: 0, answers: 0 }
  const elsewhere = {
    async serverTime() {
      const time = new Date(Date.now() + server.aheadMs)
      await new Promise(resolve => setTimeout(resolve, server.heldUpMs))
      server.answers += 1
      return time
    }
  }
  await using clock = await startDatabaseClock(elsewhere, logger, 10)
  const aheadMs = () => clock.now().getTime() - Date.now()
  const begun = aheadMs()
  server.heldUpMs = 200
  const answers = server.answers
  await waitFor(() => server.answers > answers + 12)
  expect(aheadMs()).toBeGreaterThan(begun - 150)
  server.heldUpMs = 0
  server.aheadMs = 0
  await waitFor(() => aheadMs() < 1000)
})
