import {
  acceptConversation,
  assignConversation,
  cancelTransfer,
  closeConversation,
  declineOffer,
  dismissConversation,
  markRead,
  parkConversation,
  prioritizeConversation,
  resumeAll,
  resumeConversation,
  returnConversation,
  sendMessage,
  transferConversation
} from '@inbox/contracts'
import { type Call, type Route, route } from '@inbox/http'
import { ok, type Rejection, type Result } from '@inbox/kernel'
import type { Desk } from '../application/desk.ts'
import type { EditContact } from '../application/edit-contact.ts'
import type { Done } from '../application/execute.ts'
import type { Reader } from '../domain/access.ts'
import { summaryOf } from '../domain/summary.ts'
import { contactRoutes } from './contacts.ts'
import { opened, type ReadStores, readerOf, reads } from './reads.ts'
import { type ReportStores, reportRoutes } from './reports.ts'
import { type Writing, writingRoutes } from './writing.ts'

interface Actions extends Omit<Writing, 'desk'> {
  desk: Desk
  editContact: EditContact
}

/** Everything over HTTP that wakes the queue. */
export function routes(stores: ReadStores & ReportStores, { desk, editContact, ...writing }: Actions): Route[] {
  /** An agent's action on a conversation that they may see; answers the conversation after it. */
  const act = async (
    { params, caller, correlationId }: Pick<Call, 'caller' | 'correlationId'> & { params: { id: string } },
    action: (id: string, reader: Reader, origin: { correlationId: string }) => Promise<Result<Done, Rejection>>
  ) => {
    const found = await opened({ params, caller }, stores)
    if (!found.ok) return found
    const done = await action(params.id, found.value.reader, { correlationId })
    return done.ok ? ok(summaryOf(done.value.conversation)) : done
  }

  return [
    ...reads(stores),
    ...contactRoutes(stores, editContact),
    ...writingRoutes(stores, { desk, ...writing }),
    ...reportRoutes(stores, writing.clock),
    route(acceptConversation, call =>
      act(call, (id, reader, origin) => desk.accept(id, reader, call.body?.offerId, origin))
    ),
    route(declineOffer, call => act(call, (id, reader, origin) => desk.decline(id, reader, call.body.offerId, origin))),
    route(parkConversation, call =>
      act(call, (id, reader, origin) => desk.park(id, reader, call.body?.reason, origin))
    ),
    route(resumeConversation, call => act(call, desk.resume)),
    route(returnConversation, call =>
      act(call, (id, reader, origin) => desk.returnToQueue(id, reader, call.body?.note, origin))
    ),
    route(closeConversation, call =>
      act(call, (id, reader, origin) => desk.close(id, reader, call.body ?? {}, origin))
    ),
    route(dismissConversation, call =>
      act(call, (id, reader, origin) => desk.dismiss(id, reader, call.body.outcome, origin))
    ),
    route(transferConversation, call =>
      act(call, (id, reader, origin) => desk.transfer(id, reader, call.body, origin))
    ),
    route(cancelTransfer, call => act(call, desk.cancelTransfer)),
    route(assignConversation, call =>
      act(call, (id, reader, origin) => desk.assign(id, reader, call.body.agentId, origin))
    ),
    route(prioritizeConversation, call =>
      act(call, (id, reader, origin) => desk.prioritize(id, reader, call.body.priority, origin))
    ),
    route(markRead, call => act(call, desk.read)),
    route(sendMessage, async call => {
      const found = await opened(call, stores)
      const { params, body, correlationId } = call
      return found.ok ? desk.send(params.id, found.value.reader, body, { correlationId }) : found
    }),
    route(resumeAll, async ({ caller, correlationId }) => {
      const { resumed, refused } = await desk.resumeAll(await readerOf(caller, stores.agents), { correlationId })
      return ok({ resumed: resumed.map(summaryOf), refused })
    })
  ]
}
