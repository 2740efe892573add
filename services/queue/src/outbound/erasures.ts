import { type AuditActor, accessAudited, contactErased, type Message, messagesErased } from '@inbox/contracts'
import { newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import type { Entry } from '@inbox/storage'
import type { Erasure } from '../domain/erase.ts'
import { releasesOf, toEntry } from './events.ts'

const about = ({ _id, askedAt, correlationId }: Erasure) => ({
  key: _id,
  version: 1,
  occurredAt: askedAt,
  correlationId
})

/** Reports that a contact is being erased: to whoever stores things under their names, and to the audit, by id only. */
export function erasureEntries(erasure: Erasure, names: string[], actor: AuditActor): Entry[] {
  const { _id: contactId, channel, askedAt, correlationId } = erasure
  const at = askedAt.toISOString()
  // the channel tells among whose contacts they were
  const subject = { kind: 'contact', id: contactId, name: channel.name } as const
  const entry = { id: newId(), at, actor, action: 'erased', subject, version: 1, changes: [], correlationId } as const
  return [
    newEnvelope(contactErased, { ...about(erasure), data: { contactId, channel, names, at } }),
    newEnvelope(accessAudited, { ...about(erasure), data: { entry: { ...entry, changes: [] } } })
  ].map(toEntry)
}

/** Reports that these messages are erased, and which files they had. */
export function messagesErasedEntries(erasure: Erasure, conversationId: string, messages: readonly Message[]): Entry[] {
  const erased = messages.map(({ id: messageId, providerMessageId }) => ({
    messageId,
    ...(providerMessageId !== undefined && { providerMessageId })
  }))
  const data = { conversationId, channel: erasure.channel, messages: erased }
  return [
    newEnvelope(messagesErased, { ...about(erasure), data }),
    ...messages.flatMap(message => releasesOf(message, erasure, erasure.askedAt))
  ].map(toEntry)
}
