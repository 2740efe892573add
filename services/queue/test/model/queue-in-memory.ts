import type { DataOf, DistributionPolicy, messageReceived, SessionRule } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { heard, type SenderUpdate } from '../../src/domain/contact.ts'
import { department, present } from '../builders.ts'
import { queueOver, type Stores } from '../queue-over.ts'
import { agents } from './commands.ts'
import { inMemoryStores } from './in-memory-stores.ts'

const NOON = Date.parse('2026-03-02T12:00:00.000Z')
/** Advances on every reading, so that mistaking the current time for an earlier one shows. */
function tickingClock(): Clock {
  let ticks = 0
  return { now: () => new Date(NOON + ticks++) }
}
const broker = { publish: async () => undefined }

interface Options {
  clock?: Clock
  policy?: Partial<DistributionPolicy>
  /** The session rule of the channel on which contacts write. */
  session?: SessionRule
}

/** The queue's own application code over in-memory stores, with agents present and available. */
export function queueInMemory(
  step?: () => Promise<void>,
  { clock = tickingClock(), policy = {}, session = { kind: 'window' } }: Options = {}
) {
  const memory = inMemoryStores(step)
  for (const [name, limit] of Object.entries(agents)) memory.agentStates.set(name, present(name, { limit }))
  const departments = {
    get: async (id: string) => ({
      ...department(id, 'automatic', { offerTimeoutSeconds: 0, ...policy }),
      botId: 'bit'
    }),
    all: async () => [],
    take: async () => true
  }
  const messages = { exists: async () => false, get: async () => null }
  const contacts = {
    hear: async (news: SenderUpdate) => heard(null, news, clock.now()),
    rememberedIdOf: (id: string) => id,
    idOf: async (id: string) => id
  }
  const stores = { ...memory, departments, messages, contacts } as unknown as Stores
  const queue = queueOver(stores, { clock, broker })

  return {
    ...queue,
    ...memory,
    stored: async () => [...memory.documents.values()],
    post: (contact: string, sentAt = clock.now()) => {
      const message = messageOf(contact, sentAt, clock.now())
      return queue.receive({ ...message, channel: { ...message.channel, session } })
    }
  }
}

export type QueueInMemory = ReturnType<typeof queueInMemory>

let sent = 0
/** A message as published by ingest, from `<contact>` or `<contact>/<thread>`. */
export function messageOf(from: string, sentAt: Date, receivedAt = sentAt): DataOf<typeof messageReceived> {
  sent += 1
  const [contact, thread] = from.split('/')
  return {
    messageId: `m${sent}`,
    providerMessageId: `p${sent}`,
    channel: { id: 'wa', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } },
    departmentId: 'sales',
    contact: { id: contact! },
    ...(thread !== undefined && { thread: { id: thread } }),
    sentAt: sentAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    content: { type: 'text', text: 'hello' }
  }
}
