import {
  acceptConversation,
  assignConversation,
  cancelTransfer,
  closeConversation,
  declineOffer,
  dismissConversation,
  markRead,
  parkConversation,
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
import { summaryOf } from '../outbound/summary.ts'
import { contactRoutes } from './contacts.ts'
import { type ReadStores, readerOf, reads, visible } from './reads.ts'

/** Everything over HTTP that wakes the queue. */
export function routes(stores: ReadStores, desk: Desk, editContact: EditContact): Route[] {
  /** An agent's action on a conversation that they may see; answers the conversation after it. */
  const act = async (
    { params, caller, correlationId }: Pick<Call, 'caller' | 'correlationId'> & { params: { id: string } },
    action: (id: string, reader: Reader, origin: { correlationId: string }) => Promise<Result<Done, Rejection>>
  ) => {
    const reader = await readerOf(caller, stores.agents)
    const seen = await visible(params.id, reader, stores)
    if (!seen.ok) return seen
    const done = await action(params.id, reader, { correlationId })
    return done.ok ? ok(summaryOf(done.value.conversation)) : done
  }

  return [
    ...reads(stores),
    ...contactRoutes(stores, editContact),
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
    route(markRead, call => act(call, desk.read)),
    route(sendMessage, async ({ params, body, caller, correlationId }) => {
      const reader = await readerOf(caller, stores.agents)
      const seen = await visible(params.id, reader, stores)
      return seen.ok ? desk.send(params.id, reader, body, { correlationId }) : seen
    }),
    route(resumeAll, async ({ caller, correlationId }) => {
      const { resumed, refused } = await desk.resumeAll(await readerOf(caller, stores.agents), { correlationId })
      return ok({ resumed: resumed.map(summaryOf), refused })
    })
  ]
}
