import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { connectMongo, databaseClock } from '../src/index.ts'

const logger = createLogger('test', 'silent')

test('the clock of the database is never ahead of its server, and milliseconds behind', async () => {
  await using stack = new AsyncDisposableStack()
  const stores = await isolate(import.meta.url)
  stack.defer(stores.remove)
  const mongo = stack.use(await connectMongo({ url: stores.mongodbUrl, database: stores.name, logger }))
  // a server with another time than ours, whose answers are at times held up
  let answers = 0
  const elsewhere = {
    async serverTime() {
      const time = await mongo.serverTime()
      if (++answers % 2) await new Promise(resolve => setTimeout(resolve, 200))
      return new Date(time.getTime() + 300_000)
    }
  }
  const clock = stack.use(await databaseClock(elsewhere, logger))
  const behindMs = () => Date.now() + 300_000 - clock.now().getTime()
  expect(behindMs()).toBeGreaterThanOrEqual(0)
  await waitFor(() => behindMs() < 100)
})
