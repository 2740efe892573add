import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import type { ConversationDocument } from '../../src/store/conversation-document.ts'
import { openStores } from '../../src/store/open-stores.ts'
import { agent, department } from '../builders.ts'
import { queueOver } from '../queue-over.ts'
import { agents, type ModelledQueue } from './commands.ts'
import { messageOf } from './queue-in-memory.ts'

const KEPT = ['conversations', 'messages', 'transitions', 'contacts', 'agents', 'departments', 'notes', 'drafts']
const clock = { now: () => new Date('2026-03-02T12:00:00.000Z') }

/** The queue's own application code over a real database, which `begin` empties. */
export async function queueStored(file: string) {
  await using stack = new AsyncDisposableStack()
  const isolated = stack.use(await isolate(file))
  const logger = createLogger('model', 'silent')
  const mongo = stack.use(
    await connectMongo({ url: isolated.mongodbUrl, database: `${isolated.database}_queue`, logger })
  )
  const broker = { publish: async () => undefined }
  const stores = stack.use(await openStores({ mongo, broker, clock, logger, onMiss: () => undefined }))
  const conversations = mongo.collection<ConversationDocument>('conversations')
  const kept = stack.move()

  return {
    async begin(): Promise<ModelledQueue> {
      await waitFor(async () => (await conversations.countDocuments({ 'outbox.0': { $exists: true } })) === 0)
      await Promise.all(KEPT.map(name => mongo.collection(name).deleteMany({})))
      const queue = queueOver(stores, { clock, broker })
      const sales = { ...department('sales', 'automatic', { offerTimeoutSeconds: 0 }), botId: 'bit' }
      await queue.teamChanges.departmentChanged(sales)
      for (const [name, limit] of Object.entries(agents)) {
        await queue.teamChanges.agentChanged(agent(name, { limit }), queue.origin)
        await queue.tellPresence(name, 1, 'available', 'connected')
      }
      return {
        ...queue,
        stored: () =>
          conversations.find({}).sort({ createdAt: 1, _id: 1 }).toArray() as Promise<ConversationDocument[]>,
        post: contact => queue.receive(messageOf(contact, clock.now()))
      }
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}
