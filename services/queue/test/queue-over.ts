import { EventEmitter } from 'node:events'
import type { ChosenStatus, DataOf, Link, MessageType } from '@inbox/contracts'
import { type contactLeft, messageReceived } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { createAct } from '../src/application/act.ts'
import type { Action, Assignment } from '../src/application/action.ts'
import { accept } from '../src/application/actions/accept.ts'
import { assign } from '../src/application/actions/assign.ts'
import { cancelTransfer } from '../src/application/actions/cancel-transfer.ts'
import { close } from '../src/application/actions/close.ts'
import { decline } from '../src/application/actions/decline.ts'
import { dismiss } from '../src/application/actions/dismiss.ts'
import { park } from '../src/application/actions/park.ts'
import { read } from '../src/application/actions/read.ts'
import { resume } from '../src/application/actions/resume.ts'
import { returnToQueue } from '../src/application/actions/return-to-queue.ts'
import { tag } from '../src/application/actions/tag.ts'
import { transferToAgent } from '../src/application/actions/transfer-to-agent.ts'
import { transferToDepartment } from '../src/application/actions/transfer-to-department.ts'
import { createContactChanges } from '../src/application/contact-changes.ts'
import { createContactLeft } from '../src/application/contact-left.ts'
import { createDeliveryReports } from '../src/application/delivery-reports.ts'
import { createEditContact } from '../src/application/edit-contact.ts'
import { createExecute } from '../src/application/execute.ts'
import { createFindQuoted } from '../src/application/find-quoted.ts'
import { createGiveWork } from '../src/application/give-work.ts'
import { createIdentifyContact } from '../src/application/identify-contact.ts'
import { createLatestOfContact } from '../src/application/latest-of-contact.ts'
import { createMoveConversations } from '../src/application/move-conversations.ts'
import type { News } from '../src/application/news.ts'
import { createOffers } from '../src/application/offers.ts'
import { createReceiveCommand } from '../src/application/receive-command.ts'
import { createReceiveMessage } from '../src/application/receive-message.ts'
import { createReleaseWork, whatToRelease } from '../src/application/release-work.ts'
import { createRememberedDepartments } from '../src/application/remembered-departments.ts'
import { createResumeAll } from '../src/application/resume-all.ts'
import { createSend } from '../src/application/send.ts'
import { createTakeEcho } from '../src/application/take-echo.ts'
import { createTakeIdentity } from '../src/application/take-identity.ts'
import { createTeamChanges } from '../src/application/team-changes.ts'
import { createUndelivered } from '../src/application/undelivered.ts'
import { createWriteNotes } from '../src/application/write-notes.ts'
import type { Reader } from '../src/domain/access.ts'
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
  const news: News = new EventEmitter()
  const execute = createExecute(conversations, clock, news)
  const releaseOf = whatToRelease({ agents, departments })
  const giveWork = createGiveWork({ execute, conversations, agents, releaseOf, clock })
  const releaseWork = createReleaseWork({ execute, conversations, agents, releaseOf, logger })
  const findQuoted = createFindQuoted(messages, conversations)
  const latestOfContact = createLatestOfContact(conversations, contacts)
  const moveConversations = createMoveConversations({ contacts, conversations, messages, notes, execute })
  const { identify, settle } = createIdentifyContact({ contacts, conversations, moveConversations, execute })
  const remembered = createRememberedDepartments(departments)
  const receive = createReceiveMessage({
    ...{ contacts, settle, conversations, messages, departments: remembered, clock, news },
    receiveCommand: createReceiveCommand({
      ...{ identify, agents, departments: remembered, findQuoted, clock, standardWindowMs: MESSAGE_WINDOW_MS }
    })
  })
  const envelopeOf = <Type extends MessageType>(type: Type, key: string, data: DataOf<Type>) =>
    newEnvelope(type, { key, version: 1, occurredAt: clock.now(), ...origin, data })

  const teamChanges = createTeamChanges({ agents, departments, conversations, releaseWork, broker, clock, news })

  const arrivals = { present: async () => undefined }
  const act = createAct({ execute, giveWork, arrivals, sources: { departments, agents, conversations, clock } })
  /** What agents and supervisors do, as calls of theirs. */
  function deskOf() {
    const by =
      <Input>(action: Action<Input> | Assignment<Input>) =>
      (id: string, reader: Reader, input: Input, from: Origin) =>
        act(action, id, { reader, input }, from)
    const without = (action: Action<unknown> | Assignment<unknown>) => (id: string, reader: Reader, from: Origin) =>
      act(action, id, { reader, input: undefined }, from)
    return {
      ...{ accept: by(accept), decline: by(decline), park: by(park), returnToQueue: by(returnToQueue) },
      ...{ close: by(close), dismiss: by(dismiss), assign: by(assign), tag: by(tag) },
      ...{ transferToAgent: by(transferToAgent), transferToDepartment: by(transferToDepartment) },
      ...{ cancelTransfer: without(cancelTransfer), resume: without(resume), read: without(read) },
      send: createSend(execute, messages, findQuoted, async content => content, clock),
      ...createUndelivered(messages, clock),
      resumeAll: createResumeAll(act, conversations)
    }
  }

  return {
    ...{ stores, origin, execute, act, teamChanges },
    offers: createOffers(giveWork, departments, broker, clock),
    desk: deskOf(),
    reports: createDeliveryReports(messages, conversations, execute, clock),
    changes: createContactChanges({ contacts, messages, conversations, execute, clock }),
    takeEcho: createTakeEcho({ latestOfContact, messages, departments, execute }),
    takeIdentity: createTakeIdentity({ contacts, conversations, execute, identify }),
    editContact: createEditContact({ contacts, conversations, execute }),
    writeNote: createWriteNotes(notes, clock),
    receive: (data: DataOf<typeof messageReceived>) => receive(envelopeOf(messageReceived, data.messageId, data)),
    contactHasLeft: (data: DataOf<typeof contactLeft>, last = false) =>
      createContactLeft({ contacts, conversations, messages, execute })(data, origin, last),
    /** Presence told this of an agent. */
    tellPresence: (agentId: string, version: number, status: ChosenStatus, link: Link) =>
      teamChanges.presenceChanged({ agentId, version, status, link, since: clock.now().toISOString() }, origin)
  }
}

export type QueueOver = ReturnType<typeof queueOver>
