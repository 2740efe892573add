import { conversationOffered } from '@inbox/contracts'
import type { Mongo } from '@inbox/storage'
import { waitFor } from '@inbox/testing'
import type { ConversationDocument } from '../services/queue/src/store/conversation-document.ts'
import { type Figure, perSecond } from './figure.ts'
import { LIMIT, openQueueUnderLoad } from './queue-under-load.ts'
import { rawCopy, rawRate } from './raw-copy.ts'
import { storeConversations } from './stored-conversations.ts'

const AGENTS = 112
const OFFERS = AGENTS * LIMIT
const IN_FLIGHT = 100

/** G3 through the whole system: offers decided by distribution and committed by queue. */
export async function distribution(): Promise<Figure[]> {
  const [one, sixteen] = [await measureDrain(1), await measureDrain(16)]
  return [
    {
      goal: 'G3',
      what: 'offers made (committed by queue), one department / 16 departments',
      measured: `${perSecond(one.rate)} / ${perSecond(sixteen.rate)}`,
      target: '≥ 800/s / ≥ 800/s',
      beside: `${OFFERS.toLocaleString('en')} offers to ${AGENTS} agents when departments with twice as many waiting become automatic; one process each of queue and distribution; raw: only the three writes of an offer, ${IN_FLIGHT} in flight: ${perSecond(one.bound)} / ${perSecond(sixteen.bound)}`
    }
  ]
}

/** Offers per second when `count` departments with waiting conversations become automatic at once. */
async function measureDrain(count: number): Promise<{ rate: number; bound: number }> {
  const departments = Array.from({ length: count }, (_, n) => `department-${n}`)
  await using queue = await openQueueUnderLoad('bench_distribution', {
    departments,
    agents: AGENTS,
    departmentsOf: n => [departments[n % count]!],
    services: ['presence', 'distribution']
  })
  const conversations = queue.mongo.collection<ConversationDocument>('conversations')
  await storeConversations(conversations, 2 * OFFERS, 2 * OFFERS, departments)
  await queue.system.restart('distribution')
  await queue.tellAgents()
  const begun = performance.now()
  await queue.distribute()
  await waitFor(() => queue.told(conversationOffered) >= OFFERS, {
    timeoutMs: 60_000,
    describe: 'an offer for every slot'
  })
  const rate = OFFERS / ((performance.now() - begun) / 1000)
  return { rate, bound: await rawOffers(queue.mongo) }
}

/** Offers per second if each is only committed with its event, recorded, and the event trimmed. */
async function rawOffers(mongo: Mongo): Promise<number> {
  const [conversations, transitions] = [
    await rawCopy(mongo, 'conversations', OFFERS),
    await rawCopy(mongo, 'transitions', OFFERS)
  ]
  await conversations.copy.insertMany(conversations.samples)
  return rawRate(OFFERS, IN_FLIGHT, async n => {
    const { _id, version = 0 } = conversations.samples[n]!
    const event = transitions.samples[n]!
    const commit = { $set: { version: version + 1, statusSince: new Date() }, $push: { outbox: event } }
    await conversations.copy.updateOne({ _id, version }, commit)
    await transitions.copy.insertOne(event)
    await conversations.copy.updateOne({ _id }, { $pull: { outbox: { _id: event._id } } })
  })
}
