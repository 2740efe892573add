import { messageReceived } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { newEnvelope } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { openDesk } from '../../src/application/desk.ts'
import { executor } from '../../src/application/execute.ts'
import { workGiver } from '../../src/application/give-work.ts'
import { openOffers } from '../../src/application/offers.ts'
import { messageReceiver } from '../../src/application/receive-message.ts'
import { workReleaser } from '../../src/application/release-work.ts'
import { openRoster } from '../../src/application/roster.ts'
import { heard, type News } from '../../src/domain/contact.ts'
import { department } from '../builders.ts'
import { inMemoryStores } from './in-memory-stores.ts'

const origin = { correlationId: 'model' }
const standing: Clock = { now: () => new Date('2026-03-02T12:00:00.000Z') }
const logger = createLogger('model', 'silent')
const broker = { publish: async () => undefined }

/** The queue's own application code over stores in memory. */
export function queueInMemory(step?: () => Promise<void>, clock: Clock = standing) {
  const stores = inMemoryStores(step)
  const { conversations, agents } = stores
  const departments = {
    get: async (id: string) => department(id, 'automatic', { offerTimeoutSeconds: 0 }),
    all: async () => [],
    take: async () => true
  }
  const messages = { exists: async () => false, get: async () => null }
  const contacts = { hear: async (news: News) => heard(null, news, clock.now()) }
  const execute = executor(conversations, clock, () => undefined)
  const giveWork = workGiver(execute, conversations, agents, clock)
  const releaseWork = workReleaser({ execute, conversations, agents, departments, logger })
  const roster = openRoster({ agents, departments, releaseWork, broker, clock, onDepartment: () => undefined })
  const offers = openOffers(giveWork, departments, broker, clock)
  const receive = messageReceiver({
    conversations,
    messages,
    contacts,
    agents,
    departments,
    clock,
    standardWindowMs: 86_400_000,
    onCommitted: () => undefined
  })
  let sent = 0

  return {
    ...stores,
    execute,
    offers,
    roster,
    desk: openDesk({ execute, giveWork, conversations, departments, agents, messages, clock }),
    origin,
    post: (contact: string, sentAt = clock.now()) => {
      sent += 1
      const now = clock.now().toISOString()
      const data = {
        messageId: `m${sent}`,
        providerMessageId: `p${sent}`,
        channel: { id: 'wa', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } } as const,
        departmentId: 'sales',
        contact: { id: contact },
        sentAt: sentAt.toISOString(),
        receivedAt: now,
        content: { type: 'text', text: 'hello' } as const
      }
      return receive(
        newEnvelope(messageReceived, { key: data.messageId, version: 1, occurredAt: now, correlationId: 'model', data })
      )
    }
  }
}

export type QueueInMemory = ReturnType<typeof queueInMemory>
