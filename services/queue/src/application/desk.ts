import type { Content, Message } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { derivedId } from '@inbox/kernel/derived-id'
import type { Origin } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { type Reader, supervises } from '../domain/access.ts'
import { sourceStateOf } from '../domain/agent.ts'
import { byAgent, type Conversation, currentOf, type Offer } from '../domain/conversation.ts'
import { refuse } from '../domain/decision.ts'
import { pendingMessage } from '../outbound/events.ts'
import type { Agents } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { Messages } from '../store/messages.ts'
import type { Done, Execute } from './execute.ts'
import type { GiveWork } from './give-work.ts'

interface Dependencies {
  execute: Execute
  giveWork: GiveWork
  /** To whoever calls. */
  takeWork: GiveWork
  conversations: Conversations
  departments: Departments
  agents: Agents
  messages: Pick<Messages, 'get'>
  clock: Clock
}

type Outcome = Promise<Result<Done, Rejection>>
type Target = { departmentId: string; note?: string | undefined } | { agentId: string; note?: string | undefined }

/** What agents and supervisors do to conversations. */
export function openDesk(dependencies: Dependencies) {
  const { execute, giveWork, takeWork, conversations, departments, agents, messages, clock } = dependencies
  const noteOf = (note: string | undefined) => (note === undefined ? {} : { note })

  const offerTo = async (
    agent: { id: string; name: string },
    kind: Offer['kind'],
    departmentId: string
  ): Promise<Offer> => {
    const department = await departments.get(departmentId)
    const seconds = department?.distribution.offerTimeoutSeconds ?? 0
    const deadline = seconds > 0 ? { expiresAt: new Date(clock.now().getTime() + seconds * 1000) } : {}
    return { id: newId(), agentId: agent.id, agentName: agent.name, kind, ...deadline }
  }

  const resume = (id: string, reader: Reader, origin: Origin): Outcome =>
    takeWork(id, reader.id, (agent, slot) => ok({ type: 'resume', agent, slot }), origin)

  const endOffer = async (
    id: string,
    reader: Reader,
    cause: 'declined' | 'cancelled',
    offerId: string | undefined,
    origin: Origin
  ): Outcome =>
    execute(
      id,
      async conversation => {
        if (conversation.status !== 'offered')
          return refuse('offer-revoked', 'The offer no longer stands', conversation)
        const mine =
          cause === 'declined'
            ? conversation.offer.agentId === reader.id
            : conversation.agent?.id === reader.id || (supervises(reader) && !!conversation.agent)
        if (!mine) return refuse('not-owner', 'The offer is not yours', conversation)
        return ok({
          type: 'endOffer' as const,
          offerId: offerId ?? conversation.offer.id,
          cause,
          actor: byAgent(reader),
          source: sourceStateOf(conversation.agent ? await agents.get(conversation.agent.id) : null)
        })
      },
      origin
    )

  return {
    resume,
    /** T6 and T19 if it is offered, T4 if it waits. */
    accept: (id: string, reader: Reader, offerId: string | undefined, origin: Origin): Outcome =>
      takeWork(
        id,
        reader.id,
        async (agent, slot, conversation) => {
          if (conversation.status !== 'queued' || offerId !== undefined)
            return ok({ type: 'acceptOffer', agent, ...(offerId !== undefined && { offerId }) })
          const policy = (await departments.get(conversation.departmentId))?.distribution
          const inTurn = policy?.pickOrder !== 'head' || (await conversations.isHead(conversation))
          return ok({ type: 'pick', agent, slot, inTurn })
        },
        origin
      ),
    decline: (id: string, reader: Reader, offerId: string, origin: Origin): Outcome =>
      endOffer(id, reader, 'declined', offerId, origin),
    cancelTransfer: (id: string, reader: Reader, origin: Origin): Outcome =>
      endOffer(id, reader, 'cancelled', undefined, origin),
    park: (id: string, reader: Reader, note: string | undefined, origin: Origin): Outcome =>
      execute(
        id,
        { type: 'park', agentId: reader.id, reason: 'parked', actor: byAgent(reader), ...noteOf(note) },
        origin
      ),
    returnToQueue: (id: string, reader: Reader, note: string | undefined, origin: Origin): Outcome =>
      execute(
        id,
        {
          type: 'returnToQueue',
          agentId: reader.id,
          supervises: supervises(reader),
          cause: 'returned',
          actor: byAgent(reader),
          ...noteOf(note)
        },
        origin
      ),
    close: (
      id: string,
      reader: Reader,
      form: { reason?: string | undefined; tags?: string[] | undefined; note?: string | undefined },
      origin: Origin
    ): Outcome =>
      execute(
        id,
        async ({ departmentId }) => {
          const { closeForm } = (await departments.get(departmentId)) ?? {}
          return ok({
            type: 'close' as const,
            actor: byAgent(reader),
            supervises: supervises(reader),
            ...(form.reason !== undefined && { reason: form.reason }),
            ...(form.tags && { tags: form.tags }),
            ...noteOf(form.note),
            ...(closeForm && { form: closeForm })
          })
        },
        origin
      ),
    dismiss: (id: string, reader: Reader, outcome: string, origin: Origin): Outcome =>
      execute(id, { type: 'dismiss', outcome, actor: byAgent(reader) }, origin),
    tag: (id: string, tags: string[], origin: Origin): Outcome => execute(id, { type: 'tag', tags }, origin),
    prioritize: (id: string, reader: Reader, priority: number, origin: Origin): Outcome =>
      execute(
        id,
        async conversation => {
          const department = await departments.get(conversation.departmentId)
          return supervises(reader) || department?.agentsMayPrioritize
            ? ok({ type: 'prioritize' as const, priority, actor: byAgent(reader) })
            : reject('forbidden', 'This department leaves priorities to supervisors', currentOf(conversation))
        },
        origin
      ),
    read: (id: string, reader: Reader, origin: Origin): Outcome =>
      execute(id, { type: 'read', agentId: reader.id }, origin),
    /** T5. */
    assign: (id: string, reader: Reader, agentId: string, origin: Origin): Outcome =>
      giveWork(
        id,
        agentId,
        async (agent, slot, { departmentId }) =>
          ok({
            type: 'makeOffer',
            agent,
            slot,
            offer: await offerTo(agent, 'assigned', departmentId),
            actor: byAgent(reader)
          }),
        origin
      ),
    transfer: (id: string, reader: Reader, target: Target, origin: Origin): Outcome => {
      const by = { id: reader.id, name: reader.name, supervises: supervises(reader) }
      return 'agentId' in target
        ? giveWork(
            id,
            target.agentId,
            async (agent, slot, { departmentId }) => {
              const allowed = (await departments.get(departmentId))?.transfer.agents !== false
              const offer = await offerTo(agent, 'transfer', departmentId)
              return ok({ type: 'transferToAgent', by, target: agent, offer, slot, allowed, ...noteOf(target.note) })
            },
            origin
          )
        : execute(
            id,
            async conversation => {
              const [from, to] = await Promise.all([
                departments.get(conversation.departmentId),
                departments.get(target.departmentId)
              ])
              if (!to?.active)
                return reject('unprocessable', 'There is no such active department', currentOf(conversation))
              return ok({
                type: 'transferToDepartment' as const,
                by,
                departmentId: to.id,
                allowed: from?.transfer.departments !== false,
                attended: await agents.isAttended(to.id),
                placement: to.transfer.placement,
                ...noteOf(target.note)
              })
            },
            origin
          )
    },
    /** Sends once per `clientMessageId`: the repetition finds the message, in the outbox or stored. */
    send: async (
      id: string,
      reader: Reader,
      { clientMessageId, content }: { clientMessageId: string; content: Content },
      origin: Origin
    ): Promise<Result<Message, Rejection>> => {
      const messageId = outboundIdOf(id, clientMessageId)
      const at = clock.now().toISOString()
      const message: Message = {
        id: messageId,
        conversationId: id,
        direction: 'outbound',
        author: { kind: 'agent', id: reader.id, name: reader.name },
        content,
        sentAt: at,
        receivedAt: at,
        status: 'queued',
        clientMessageId
      }
      let repeated: Message | null | undefined
      const sent = await execute(
        id,
        async (_conversation, outbox) => {
          repeated = pendingMessage(outbox, messageId) ?? (await messages.get(messageId))
          return repeated
            ? reject('already-sent', messageId)
            : ok({ type: 'send' as const, agentId: reader.id, message })
        },
        origin
      )
      if (sent.ok) return ok(message)
      return repeated ? ok(repeated) : sent
    },
    resumeAll: async (reader: Reader, origin: Origin) => {
      const parked = (await conversations.ofAgent(reader.id, ['pending'])).filter(
        conversation => conversation.status === 'pending' && conversation.reason === 'agentLost'
      )
      const resumed: Conversation[] = []
      const refused: { id: string; code: string }[] = []
      // oldest first, one by one: the limit decides how far it goes
      for (const { id } of parked.reverse()) {
        const done = await resume(id, reader, origin)
        if (done.ok) resumed.push(done.value.conversation)
        else refused.push({ id, code: done.error.code })
      }
      return { resumed, refused }
    }
  }
}

export type Desk = ReturnType<typeof openDesk>

const outboundIdOf = (conversationId: string, clientMessageId: string) =>
  derivedId('msg', conversationId, clientMessageId)
