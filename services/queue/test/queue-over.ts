import type { ChosenStatus, DataOf, Link, MessageType } from '@inbox/contracts'
import { type contactLeft, messageReceived } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { departures } from '../src/application/contact-left.ts'
import { deliveryReports } from '../src/application/delivery-reports.ts'
import { openDesk } from '../src/application/desk.ts'
import { contactEditor } from '../src/application/edit-contact.ts'
import { executor } from '../src/application/execute.ts'
import { workGiver } from '../src/application/give-work.ts'
import { openOffers } from '../src/application/offers.ts'
import { messageReceiver } from '../src/application/receive-message.ts'
import { whatToRelease, workReleaser } from '../src/application/release-work.ts'
import { openRoster } from '../src/application/roster.ts'
import { noteWriter } from '../src/application/write-notes.ts'
import type { openStores } from '../src/store/open-stores.ts'

type AllStores = Awaited<ReturnType<typeof openStores>>
/** What the handlers need of the stores. */
export type Stores = Pick<
  AllStores,
  'agents' | 'contacts' | 'conversations' | 'departments' | 'drafts' | 'messages' | 'notes'
>

interface Surroundings {
  clock: Clock
  broker: Pick<Broker, 'publish'>
}

const origin = { correlationId: 'test' }
const MESSAGE_WINDOW_MS = 86_400_000

/** All handlers of the queue over given stores, without transports and timers; put together as `service.ts` does. */
export function queueOver(stores: Stores, { clock, broker }: Surroundings) {
  const { agents, contacts, conversations, departments, messages, notes } = stores
  const logger = createLogger('test', 'silent')
  const execute = executor(conversations, clock, () => undefined)
  const releaseOf = whatToRelease({ agents, departments })
  const giveWork = workGiver({ execute, conversations, agents, releaseOf, clock })
  const releaseWork = workReleaser({ execute, conversations, agents, releaseOf, logger })
  const receive = messageReceiver({
    ...{ conversations, messages, contacts, agents, departments, clock },
    standardWindowMs: MESSAGE_WINDOW_MS,
    onCommitted: () => undefined
  })
  const envelopeOf = <Type extends MessageType>(type: Type, key: string, data: DataOf<Type>) =>
    newEnvelope(type, { key, version: 1, occurredAt: clock.now(), ...origin, data })

  const roster = openRoster({
    agents,
    departments,
    conversations,
    releaseWork,
    broker,
    clock,
    onDepartment: () => undefined
  })

  return {
    ...{ stores, origin, execute, roster },
    offers: openOffers(giveWork, departments, broker, clock),
    desk: openDesk({ execute, giveWork, takeWork: giveWork, conversations, departments, agents, messages, clock }),
    reports: deliveryReports(messages, conversations, execute),
    editContact: contactEditor({ contacts, conversations, execute }),
    writeNote: noteWriter(notes, clock),
    receive: (data: DataOf<typeof messageReceived>) => receive(envelopeOf(messageReceived, data.messageId, data)),
    contactHasLeft: (data: DataOf<typeof contactLeft>, last = false) =>
      departures({ conversations, messages, execute })(data, origin, last),
    /** Presence told this of an agent. */
    tellPresence: (agentId: string, version: number, status: ChosenStatus, link: Link) =>
      roster.presenceChanged({ agentId, version, status, link, since: clock.now().toISOString() }, origin)
  }
}

export type QueueOver = ReturnType<typeof queueOver>
