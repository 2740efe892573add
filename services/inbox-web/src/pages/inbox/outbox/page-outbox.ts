import { type InternalNote, type Message, sendMessage, writeNote } from '@inbox/contracts'
import { call } from '../../../api/call.ts'
import { exclusively } from '../../../api/exclusively.ts'
import { session } from '../../../api/session.ts'
import { serverNow } from '../../../state/server-clock.ts'
import { storage } from '../../../state/storage.ts'
import { useStore } from '../../../state/store.ts'
import { whenSettled } from '../actions/under-way.ts'
import { createOutbox } from './outbox.ts'
import { contentOf, type Outgoing } from './outgoing-storage.ts'

/** The server's response to what was sent off here. */
export type Delivered = { message: Message } | { note: InternalNote }

const listeners = new Set<(delivered: Delivered) => void>()

/** Calls back with what reached the server from here, before it leaves the outbox. Returns how to stop. */
export function onDelivered(listener: (delivered: Delivered) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Shows the server's response at once, without waiting for its push. */
export const tellDelivered = (delivered: Delivered): void => {
  for (const listener of listeners) listener(delivered)
}

async function deliver(outgoing: Outgoing): Promise<void> {
  const { id, kind, conversationId, text, replyTo, mail } = outgoing
  await whenSettled(conversationId)
  const params = { id: conversationId }
  const delivered =
    kind === 'note'
      ? { note: await call(writeNote, { params, body: { text, clientNoteId: id } }) }
      : {
          message: await call(sendMessage, {
            params,
            body: { clientMessageId: id, content: contentOf(outgoing), replyTo, mail }
          })
        }
  tellDelivered(delivered)
}

const signedInAgent = () => {
  const current = session.get()
  return typeof current === 'string' ? undefined : current.agent.id
}

/** The outbox of everybody who signs in in this browser. */
export const outbox = createOutbox({ storage, now: serverNow, agentId: signedInAgent, deliver, exclusively })

/** What this agent has sent off and the server does not have yet, in one conversation or in all. */
export const useOutgoing = (agentId: string, conversationId?: string): readonly Outgoing[] =>
  useStore(outbox.entries).filter(
    entry => entry.agentId === agentId && (conversationId === undefined || entry.conversationId === conversationId)
  )
