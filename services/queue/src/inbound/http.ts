import {
  acceptConversation,
  assignConversation,
  cancelTransfer,
  closeConversation,
  declineOffer,
  dismissConversation,
  leaveAsIs,
  type Message,
  markRead,
  parkConversation,
  prioritizeConversation,
  putTags,
  reactTo,
  resumeAll,
  resumeConversation,
  returnConversation,
  sendAgain,
  sendMessage,
  transferConversation
} from '@inbox/contracts'
import { type Call, type MediaAddresses, type Route, route } from '@inbox/http'
import { ok, type Rejection, type Result } from '@inbox/kernel'
import type { Act } from '../application/act.ts'
import type { Action, Assignment } from '../application/action.ts'
import { accept } from '../application/actions/accept.ts'
import { assign } from '../application/actions/assign.ts'
import { cancelTransfer as takeBack } from '../application/actions/cancel-transfer.ts'
import { close } from '../application/actions/close.ts'
import { decline } from '../application/actions/decline.ts'
import { dismiss } from '../application/actions/dismiss.ts'
import { park } from '../application/actions/park.ts'
import { prioritize } from '../application/actions/prioritize.ts'
import { read } from '../application/actions/read.ts'
import { resume } from '../application/actions/resume.ts'
import { returnToQueue } from '../application/actions/return-to-queue.ts'
import { tag } from '../application/actions/tag.ts'
import { transferToAgent } from '../application/actions/transfer-to-agent.ts'
import { transferToDepartment } from '../application/actions/transfer-to-department.ts'
import type { EditContact } from '../application/edit-contact.ts'
import type { EraseContact } from '../application/erase-contact.ts'
import type { LatestOfContact } from '../application/latest-of-contact.ts'
import type { React } from '../application/react.ts'
import type { ResumeAll } from '../application/resume-all.ts'
import type { Send } from '../application/send.ts'
import type { Undelivered } from '../application/undelivered.ts'
import { summaryOf } from '../domain/summary.ts'
import { contactExportRoute } from './contact-export.ts'
import { contactRoutes } from './contacts.ts'
import { opened, type ReadStores, readerOf, reads } from './reads.ts'
import { type ReportStores, reportRoutes } from './reports.ts'
import { type Starting, startRoutes } from './starts.ts'
import { visitorRoutes } from './visitors.ts'
import { type Writing, writingRoutes } from './writing.ts'

interface UseCases extends Writing, Starting {
  act: Act
  addresses: Pick<MediaAddresses, 'inMessage'>
  send: Send
  undelivered: Undelivered
  react: React
  resumeAll: ResumeAll
  editContact: EditContact
  eraseContact: EraseContact['ask']
  latestOfContact: LatestOfContact
}

interface ActionCall<Input> extends Pick<Call, 'caller' | 'correlationId'> {
  params: { id: string }
  body: Input
}

/** Everything that wakes the queue over HTTP. */
export function routes(stores: ReadStores & ReportStores, useCases: UseCases): Route[] {
  /** Carries out an action on a conversation that the caller may see, and returns the conversation after it. */
  const by =
    <Input>(action: Action<Input> | Assignment<Input>) =>
    async (call: ActionCall<Input>) => {
      const { correlationId, body: input } = call
      const actionId = (input as { clientActionId?: string } | undefined)?.clientActionId
      const found = await opened(call, stores, actionId)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      const done = await useCases.act(action, loaded, { reader, input, actionId }, { correlationId })
      return done.ok ? ok(summaryOf(done.value.conversation)) : done
    }

  const show = (message: Message) => useCases.addresses.inMessage(message, useCases.clock.now())
  const shown = (done: Result<Message, Rejection>) => (done.ok ? ok(show(done.value)) : done)

  const onMessage =
    (change: keyof Undelivered) =>
    async (
      call: Pick<Call, 'caller' | 'correlationId'> & {
        params: { id: string; messageId: string }
        body: { sentAgain?: number | undefined } | undefined
      }
    ) => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      const { correlationId, params, body } = call
      const asSeen = { messageId: params.messageId, sentAgain: body?.sentAgain }
      return shown(await useCases.undelivered[change](loaded, reader, asSeen, { correlationId }))
    }

  return [
    ...reads(stores, show, useCases.audit),
    ...contactRoutes(stores, useCases.editContact, useCases.eraseContact, useCases.audit),
    contactExportRoute(stores, show, useCases.audit),
    ...startRoutes(stores, useCases),
    ...visitorRoutes(stores, { ...useCases, show }),
    ...writingRoutes(stores, useCases),
    ...reportRoutes(stores, useCases),
    route(acceptConversation, by(accept)),
    route(declineOffer, by(decline)),
    route(parkConversation, by(park)),
    route(resumeConversation, by(resume)),
    route(returnConversation, by(returnToQueue)),
    route(closeConversation, by(close)),
    route(dismissConversation, by(dismiss)),
    route(transferConversation, ({ body, ...call }) =>
      'agentId' in body ? by(transferToAgent)({ ...call, body }) : by(transferToDepartment)({ ...call, body })
    ),
    route(cancelTransfer, by(takeBack)),
    route(assignConversation, by(assign)),
    route(prioritizeConversation, by(prioritize)),
    route(markRead, async call => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      const { correlationId } = call
      const done = await useCases.act(read, loaded, { reader, input: undefined }, { correlationId })
      if (!done.ok) return done
      // a repeated call changed nothing
      if (done.value.decision)
        await useCases.publishAttended(done.value.conversation, reader.id, 'read', { correlationId })
      return ok(summaryOf(done.value.conversation))
    }),
    route(putTags, by(tag)),
    route(sendMessage, async call => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      return shown(await useCases.send(loaded, reader, call.body, { correlationId: call.correlationId }))
    }),
    route(reactTo, async call => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      const { params, body, correlationId } = call
      const reaction = { ...body, messageId: params.messageId }
      return shown(await useCases.react(loaded, reader, reaction, { correlationId }))
    }),
    route(sendAgain, onMessage('sendAgain')),
    route(leaveAsIs, onMessage('leaveAsIs')),
    route(resumeAll, async ({ caller, correlationId }) => {
      const reader = await readerOf(caller, stores.agents)
      const { resumed, refused } = await useCases.resumeAll(reader, { correlationId })
      return ok({ resumed: resumed.map(summaryOf), refused })
    })
  ]
}
