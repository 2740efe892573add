import type { ConversationSummary } from '@inbox/contracts'
import { startSystem } from '@inbox/devstack'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { call } from './clients.ts'
import { type Figure, ms, ratio } from './figure.ts'
import { openLoop } from './open-loop.ts'
import { openStaff, type Staff } from './staff.ts'
import { storeConversations } from './stored-conversations.ts'

const FEW = 1000
const MANY = 100_000
const AGENTS = 20
const RATE = 15
const SECONDS = 30

/** G2 through the whole system: what many waiting conversations cost an agent who becomes free. */
export async function freedSlots(): Promise<Figure[]> {
  const [few, many] = [await measure(FEW), await measure(MANY)]
  return [
    {
      goal: 'G2',
      what: `an agent closes → the next offer on their socket, ${MANY.toLocaleString('en')} waiting compared with ${FEW}`,
      measured: `p50 ${ratio(many.at(50), few.at(50))}, p99 ${ratio(many.at(99), few.at(99))} (p50 ${ms(many.at(50))}, p99 ${ms(many.at(99))} compared with ${ms(few.at(50))}, ${ms(few.at(99))})`,
      target: '≤ 1.2 x',
      beside: `${RATE}/s, ${AGENTS} agents with one conversation each, all services`
    }
  ]
}

/** From a close to the next offer, for agents of a department in which `waiting` conversations wait. */
async function measure(waiting: number) {
  await using system = await startSystem('bench_freed_slots', { env: { LOG_LEVEL: 'warn' } })
  using staff = await openStaff(system, AGENTS, 1)
  const { stores, urls } = system
  const logger = createLogger('bench', 'error')
  // distribution may find conversations while they are being stored, so the agents respond from the start
  const served = staff.agents.map(agent => serving(urls['inbox-gateway'], agent))
  await using mongo = await connectMongo({ url: stores.mongodbUrl, database: `${stores.database}_queue`, logger })
  await storeConversations(mongo.collection('conversations'), waiting, waiting, [staff.departmentId])
  // it reads what was stored behind its back when it starts
  await system.restart('distribution')
  const closeNext = (n: number) => served[n % AGENTS]!.closeForNext()
  await openLoop(RATE, 5, closeNext)
  const taken = await openLoop(RATE, SECONDS, closeNext)
  // the last offers are still being accepted
  await Promise.all(served.map(({ accepted }) => accepted()))
  return taken
}

/** An agent who accepts what they are offered, and keeps it until told to close it. */
function serving(gateway: string, { token, socket }: Staff['agents'][number]) {
  const act = (id: string, what: string) => call('POST', `${gateway}/v1/conversations/${id}/${what}`, token, {})
  let offered = Promise.withResolvers<void>()
  let held = Promise.withResolvers<string>()
  socket.on('offer', ({ id }: ConversationSummary) => {
    offered.resolve()
    act(id, 'accept').then(() => held.resolve(id), held.reject)
  })
  return {
    accepted: () => held.promise,
    /** Closes the current one; resolves once the next offer is there. */
    async closeForNext() {
      const id = await held.promise
      offered = Promise.withResolvers()
      held = Promise.withResolvers()
      await act(id, 'close')
      await offered.promise
    }
  }
}
