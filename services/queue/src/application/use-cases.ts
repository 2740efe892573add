import type { ClaimMedia } from '@inbox/http'
import type { Clock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'
import type { Agents } from '../store/agents.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { Messages } from '../store/messages.ts'
import type { Notes } from '../store/notes.ts'
import { createAct } from './act.ts'
import { createAnnouncePositions } from './announce-positions.ts'
import type { Arrivals } from './arrivals.ts'
import { createBringBack } from './bring-back.ts'
import { createContactChanges } from './contact-changes.ts'
import { createContactLeft } from './contact-left.ts'
import { createContactTyping } from './contact-typing.ts'
import { createDeliveryReports } from './delivery-reports.ts'
import { createEditContact } from './edit-contact.ts'
import { createEndBotSilence } from './end-bot-silence.ts'
import { createExecute } from './execute.ts'
import { createFindQuoted } from './find-quoted.ts'
import { createFreeSlots } from './free-slots.ts'
import { createGiveWork } from './give-work.ts'
import { createIdentifyContact } from './identify-contact.ts'
import { createLatestOfContact } from './latest-of-contact.ts'
import type { LocalEvents } from './local-events.ts'
import { createMediaCopies } from './media-copies.ts'
import { createMoveConversations } from './move-conversations.ts'
import { createOffers } from './offers.ts'
import { createPublishAttended } from './publish-attended.ts'
import { createPublishTyping } from './publish-typing.ts'
import { createRate } from './rate.ts'
import { createReact } from './react.ts'
import { createReceiveCommand } from './receive-command.ts'
import { createReceiveMessage } from './receive-message.ts'
import { createRecheckEligibility } from './recheck-eligibility.ts'
import { createReleaseWork, whatToRelease } from './release-work.ts'
import { createRememberedDepartments } from './remembered-departments.ts'
import { createResumeAll } from './resume-all.ts'
import { createSend } from './send.ts'
import { createStartConversation } from './start-conversation.ts'
import { createTakeEcho } from './take-echo.ts'
import { createTakeIdentity } from './take-identity.ts'
import { createTeamChanges } from './team-changes.ts'
import { createUndelivered } from './undelivered.ts'
import { createWriteNotes } from './write-notes.ts'

export interface Dependencies {
  stores: {
    agents: Agents
    contacts: Contacts
    conversations: Conversations
    departments: Departments
    messages: Messages
    notes: Notes
  }
  broker: Pick<Broker, 'publish'>
  arrivals: Pick<Arrivals, 'present'>
  claim: ClaimMedia
  localEvents: LocalEvents
  clock: Clock
  logger: Logger
  standardWindowMs: number
}

/** Everything that people and messages make the queue do, over the same stores. */
export function createUseCases({
  stores,
  broker,
  arrivals,
  claim,
  localEvents,
  clock,
  logger,
  standardWindowMs
}: Dependencies) {
  const { agents, contacts, conversations, departments, messages, notes } = stores

  // building blocks of the others
  const execute = createExecute(conversations, clock, localEvents)
  const releaseOf = whatToRelease({ agents, departments })
  const recheckEligibility = createRecheckEligibility({ execute, conversations, agents, releaseOf })
  const given = { execute, slots: createFreeSlots(conversations), agents, recheckEligibility, clock }
  const giveWork = createGiveWork(given)
  const releaseWork = createReleaseWork({ execute, conversations, agents, releaseOf, logger })
  const findQuoted = createFindQuoted(messages, conversations)
  const latestOfContact = createLatestOfContact(conversations, contacts)
  const moveConversations = createMoveConversations({ contacts, conversations, messages, notes, execute })
  const { identify, settle } = createIdentifyContact({ contacts, conversations, moveConversations, execute })
  const remembered = createRememberedDepartments(departments)
  const receiveCommand = createReceiveCommand({
    identify,
    agents,
    departments: remembered,
    findQuoted,
    clock,
    standardWindowMs
  })
  const act = createAct({ execute, giveWork, arrivals, sources: { departments, agents, conversations, clock } })

  return {
    execute,
    act,
    latestOfContact,
    releaseWork,
    endBotSilence: createEndBotSilence(execute),
    bringBack: createBringBack({ conversations, execute, giveWork, clock }),
    receive: createReceiveMessage({
      contacts,
      settle,
      conversations,
      messages,
      departments: remembered,
      clock,
      localEvents,
      receiveCommand
    }),
    teamChanges: createTeamChanges({ agents, departments, conversations, releaseWork, broker, clock, localEvents }),
    offers: createOffers(giveWork, departments, broker, clock),
    announce: createAnnouncePositions(execute, departments),
    // what contacts do, or their channel reports about them
    contactHasLeft: createContactLeft({ contacts, conversations, messages, execute }),
    contactIsTyping: createContactTyping({ latestOfContact, broker, clock }),
    rate: createRate(execute),
    changes: createContactChanges({ contacts, messages, conversations, execute, clock }),
    takeEcho: createTakeEcho({ latestOfContact, messages, departments, execute }),
    takeIdentity: createTakeIdentity({ contacts, conversations, execute, identify }),
    // what became of messages and files
    reports: createDeliveryReports(messages, conversations, execute, clock),
    copies: createMediaCopies({ messages, conversations, claim, clock }),
    undelivered: createUndelivered(messages, clock),
    // what agents do besides `act`
    send: createSend(execute, messages, findQuoted, claim, clock),
    react: createReact(messages, clock),
    startConversation: createStartConversation({ ...given, ...stores, arrivals, settle, claim, localEvents }),
    resumeAll: createResumeAll(act, conversations),
    editContact: createEditContact({ contacts, conversations, execute }),
    writeNote: createWriteNotes(notes, clock),
    publishTyping: createPublishTyping(broker, clock),
    publishAttended: createPublishAttended(broker, clock)
  }
}
