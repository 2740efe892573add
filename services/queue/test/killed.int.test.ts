import { freePort } from '@inbox/devstack'
import { readHistory, startBrokerWatch, violationsOf } from '@inbox/history-checker'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { amqpQueuesEmpty, metricsIdle, repetitions, seededRandom, settle, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { department } from './builders.ts'
import { type QueueUnderTest, startQueue } from './queue-fixture.ts'
import { openStorm } from './storm.ts'

const DEATHS = repetitions(3, 25)
const WINDOW_MS = 2000
/** While no queue process is there, nothing is taken from anybody. */
const MAX_ABSENCE_MS = 15_000
const random = seededRandom()

let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url, {
    replicas: 0,
    departments: ['sales', 'support'].map(id => department(id, 'automatic')),
    env: { WHATSAPP_WINDOW_MS: WINDOW_MS }
  })
})
afterAll(() => queue?.[Symbol.asyncDispose]())

it(
  'I1, I2, I3, I6, I8, I9, I10, I11, I13: killed -9 at any moment of anything, one after the other, and everything holds in the end',
  () =>
    random.printSeedOnFailure(async () => {
      let running = await queue.spawnAt(await freePort())
      const watching = await startBrokerWatch(queue.stores, 'history', [
        'queue.events',
        'presence.events',
        'directory.events'
      ])
      await using storm = await openStorm(queue, random)
      storm.callOn(running.client)
      for (let death = 0; death < DEATHS; death++) {
        const moment = storm.begun() + random.integer(30, 150)
        await waitFor(() => storm.begun() >= moment)
        await running[Symbol.asyncDispose]()
        running = await queue.spawnAt(await freePort())
        storm.callOn(running.client)
      }
      await using survivor = running
      await storm.calm()
      await settle([amqpQueuesEmpty(queue.stores), metricsIdle(survivor.url)], { timeoutMs: 150_000 })
      const { mongodbUrl: url, database: prefix } = queue.stores
      const logger = createLogger('test', 'silent')
      await using database = await connectMongo({ url, database: `${prefix}_queue`, logger })
      const history = await readHistory({
        ...{ database, broker: queue.stores, events: await watching.read(), accepted: storm.accepted },
        rules: { slackMs: MAX_ABSENCE_MS }
      })
      // chance decides here who is offered what
      expect(violationsOf(history).filter(line => !/^I(4|5|14):/.test(line))).toEqual([])
      const rules = new Set((history.transitions as readonly { rule?: string }[]).map(({ rule }) => rule))
      expect(rules.size).toBeGreaterThan(6)
    }),
  300_000
)
