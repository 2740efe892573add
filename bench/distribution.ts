import { waitFor } from '@inbox/testing'
import { type Figure, perSecond } from './figure.ts'
import { LIMIT, openQueueUnderLoad } from './queue-under-load.ts'
import { storeConversations } from './stored-conversations.ts'

const AGENTS = 112
const OFFERS = AGENTS * LIMIT

/** G3 through the whole system: offers decided by distribution and committed by queue. */
export async function distribution(): Promise<Figure[]> {
  const [one, sixteen] = [await measureDrain(1), await measureDrain(16)]
  return [
    {
      goal: 'G3',
      what: 'offers made (committed by queue), one department / 16 departments',
      measured: `${perSecond(one)} / ${perSecond(sixteen)}`,
      target: '≥ 300/s / ≥ 600/s',
      beside: `${OFFERS.toLocaleString('en')} offers to ${AGENTS} agents when departments become automatic in which twice as many wait; one process each of queue and distribution`
    }
  ]
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
