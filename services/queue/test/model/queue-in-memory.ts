import type { Clock } from '@inbox/kernel'
import { heard, type News } from '../../src/domain/contact.ts'
import { department } from '../builders.ts'
import { queueOver, type Stores } from '../queue-over.ts'
import { inMemoryStores } from './in-memory-stores.ts'

const standing: Clock = { now: () => new Date('2026-03-02T12:00:00.000Z') }
const broker = { publish: async () => undefined }

/** The queue's own application code over stores in memory. */
export function queueInMemory(step?: () => Promise<void>, clock: Clock = standing) {
  const stores = inMemoryStores(step)
  const departments = {
    get: async (id: string) => department(id, 'automatic', { offerTimeoutSeconds: 0 }),
    all: async () => [],
    take: async () => true
  }
  const messages = { exists: async () => false, get: async () => null }
  const contacts = { hear: async (news: News) => heard(null, news, clock.now()) }
  const queue = queueOver({ ...stores, departments, messages, contacts } as unknown as Stores, { clock, broker })
  let sent = 0

  return {
    ...stores,
    ...queue,
    post: (contact: string, sentAt = clock.now()) => {
      sent += 1
      return queue.receive({
        messageId: `m${sent}`,
        providerMessageId: `p${sent}`,
        channel: { id: 'wa', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } },
        departmentId: 'sales',
        contact: { id: contact },
        sentAt: sentAt.toISOString(),
        receivedAt: clock.now().toISOString(),
        content: { type: 'text', text: 'hello' }
      })
    }
  }
}

export type QueueInMemory = ReturnType<typeof queueInMemory>
