import type { ConversationSummary } from '@inbox/contracts'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { startConstellation, waitFor } from '@inbox/testing'
import { call } from './clients.ts'
import { openStaff, type Staff } from './contact-centre.ts'
import { type Figure, ms, perSecond, ratio } from './figure.ts'
import { openLoop } from './open-loop.ts'
import { LIMIT, openQueueUnderLoad } from './queue-under-load.ts'
import { storeConversations } from './stored-conversations.ts'

const FEW = 500
const MANY = 100_000
const STAFF = 20
const RATE = 15
const SECONDS = 15
const AGENTS = 112
const OFFERS = AGENTS * LIMIT

/** Distribution through the whole system: what many who wait cost, and how many offers it makes. */
export async function distribution(): Promise<Figure[]> {
  const [few, many] = [await measureFreedSlots(FEW), await measureFreedSlots(MANY)]
  const [one, sixteen] = [await measureDrain(1), await measureDrain(16)]
  return [
    {
      goal: 'G2',
      what: `an agent closes → the next offer on their socket, ${MANY.toLocaleString('en')} waiting against ${FEW}`,
      measured: `p50 ${ratio(many.at(50), few.at(50))}, p99 ${ratio(many.at(99), few.at(99))} (p50 ${ms(many.at(50))}, p99 ${ms(many.at(99))} against ${ms(few.at(50))}, ${ms(few.at(99))})`,
      target: '≤ 1.2 x',
      beside: `${RATE}/s, ${STAFF} agents with one conversation each, all services`
    },
    {
      goal: 'G3',
      what: 'offers made (committed by queue), one department / 16 departments',
      measured: `${perSecond(one)} / ${perSecond(sixteen)}`,
      target: '≥ 300/s / ≥ 600/s',
      beside: `${OFFERS.toLocaleString('en')} offers to ${AGENTS} agents when departments become automatic in which twice as many wait; one process each of queue and distribution`
    }
  ]
}

/** Agents who close what they have, and accept what they are offered next, in a department in which so many wait. */
async function measureFreedSlots(waiting: number) {
  await using constellation = await startConstellation('bench_distribution', { env: { LOG_LEVEL: 'error' } })
  using staff = await openStaff(constellation, STAFF, 1)
  const { stores, urls } = constellation
  const logger = createLogger('bench', 'error')
  await using mongo = await connectMongo({ url: stores.mongodbUrl, database: `${stores.database}_queue`, logger })
  const conversations = mongo.collection('conversations')
  await storeConversations(conversations as never, waiting, waiting, [staff.departmentId])
  const served = staff.agents.map(agent => serving(urls['inbox-gateway'], agent))
  // what is stored behind its back is read when it starts
  await constellation.restart('distribution')
  const closeNext = (n: number) => served[n % STAFF]!.closeForNext()
  await openLoop(RATE, 5, closeNext)
  return openLoop(RATE, SECONDS, closeNext)
}

/** One who accepts what they are offered, and keeps it until told to close it. */
function serving(gateway: string, { token, socket }: Staff['agents'][number]) {
  const act = (id: string, what: string) => call('POST', `${gateway}/v1/conversations/${id}/${what}`, token, {})
  let offered = Promise.withResolvers<void>()
  let held = Promise.withResolvers<string>()
  socket.on('offer', ({ id }: ConversationSummary) => {
    offered.resolve()
    act(id, 'accept').then(() => held.resolve(id), held.reject)
  })
  return {
    /** Resolves when the next offer is there. */
    async closeForNext() {
      const id = await held.promise
      offered = Promise.withResolvers()
      held = Promise.withResolvers()
      await act(id, 'close')
      await offered.promise
    }
  }
}

/** Offers per second when so many departments in which conversations wait become automatic at once. */
async function measureDrain(count: number): Promise<number> {
  const departments = Array.from({ length: count }, (_, n) => `department-${n}`)
  await using queue = await openQueueUnderLoad('bench_distribution', {
    departments,
    agents: AGENTS,
    departmentsOf: n => [departments[n % count]!],
    services: ['presence', 'distribution']
  })
  const conversations = queue.mongo.collection('conversations')
  await storeConversations(conversations as never, 2 * OFFERS, 2 * OFFERS, departments)
  await queue.constellation.restart('distribution')
  await queue.tellAgents()
  const begun = performance.now()
  await queue.distribute()
  await waitFor(async () => (await conversations.countDocuments({ status: 'offered' })) === OFFERS, {
    timeoutMs: 60_000,
    describe: 'every slot to be offered something'
  })
  return OFFERS / ((performance.now() - begun) / 1000)
}
