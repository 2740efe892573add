import { EventEmitter } from 'node:events'
import type { ChosenStatus, DataOf, Link, MessageType } from '@inbox/contracts'
import { type contactLeft, messageReceived } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
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
import type { LocalEvents } from '../src/application/local-events.ts'
import { createUseCases } from '../src/application/use-cases.ts'
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
/** Shared: creating a logger takes longer than most commands. */
const logger = createLogger('test', 'silent')

/** All handlers of the queue over given stores, without transports and timers. */
export function queueOver(stores: Stores, { clock, broker }: Surroundings) {
  const localEvents: LocalEvents = new EventEmitter()
  const useCases = createUseCases({
    ...{ stores, broker, localEvents, clock, logger, standardWindowMs: MESSAGE_WINDOW_MS },
    arrivals: { present: async () => undefined },
    claim: async content => content
  })
  const envelopeOf = <Type extends MessageType>(type: Type, key: string, data: DataOf<Type>) =>
    newEnvelope(type, { key, version: 1, occurredAt: clock.now(), ...origin, data })

  /** What agents and supervisors do, as if by calls of theirs. */
  function deskOf() {
    const by =
      <Input>(action: Action<Input> | Assignment<Input>) =>
      (id: string, reader: Reader, input: Input, from: Origin) =>
        useCases.act(action, id, { reader, input }, from)
    const without = (action: Action<unknown> | Assignment<unknown>) => (id: string, reader: Reader, from: Origin) =>
      useCases.act(action, id, { reader, input: undefined }, from)
    return {
      ...{ accept: by(accept), decline: by(decline), park: by(park), returnToQueue: by(returnToQueue) },
      ...{ close: by(close), dismiss: by(dismiss), assign: by(assign), tag: by(tag) },
      ...{ transferToAgent: by(transferToAgent), transferToDepartment: by(transferToDepartment) },
      ...{ cancelTransfer: without(cancelTransfer), resume: without(resume), read: without(read) },
      ...{ send: useCases.send, start: useCases.startConversation, react: useCases.react },
      resumeAll: useCases.resumeAll,
      ...useCases.undelivered
    }
  }

  return {
    ...useCases,
    ...{ stores, origin, desk: deskOf() },
    receive: (data: DataOf<typeof messageReceived>) =>
      useCases.receive(envelopeOf(messageReceived, data.messageId, data)),
    contactHasLeft: (data: DataOf<typeof contactLeft>, last = false) => useCases.contactHasLeft(data, origin, last),
    /** Reports an agent's presence as presence does. */
    tellPresence: (agentId: string, version: number, status: ChosenStatus, link: Link) =>
      useCases.teamChanges.presenceChanged({ agentId, version, status, link, since: clock.now().toISOString() }, origin)
  }
}

export type QueueOver = ReturnType<typeof queueOver>
