import type { DeliveryStatus, InboundMessage } from '@inbox/contracts'
import { type Answer, ask } from './ask.ts'

/** Somebody who writes on a channel. */
export interface Contact {
  readonly id: string
  /** Posts a message as the channel's adapter would; `messageId` defaults to a new one. */
  writes(text: string, more?: Partial<InboundMessage>): Promise<Answer<{ id: string }>>
  /** Leaves, as a web chat visitor does, after the last message written here. */
  leaves(): Promise<Answer<unknown>>
  /** Reacts to the nth message written here; without an emoji, removes the reaction. */
  reacts(nth: number, emoji?: string): Promise<Answer<unknown>>
  edits(nth: number, text: string): Promise<Answer<unknown>>
  deletes(nth: number): Promise<Answer<unknown>>
  /** Reports what became of an answer, as the channel's adapter would. */
  reports(messageId: string, status: DeliveryStatus): Promise<Answer<unknown>>
}

/** A contact on the channel of `apiKey`; `id` is the channel's name for them. */
export function createContact(ingestUrl: string, apiKey: string, contact: InboundMessage['contact']): Contact {
  let written = 0
  const does = (what: 'reactions' | 'edits' | 'revocations', nth: number, more: object = {}) =>
    ask('POST', `${ingestUrl}/v1/${what}`, {
      token: apiKey,
      body: { messageId: `${contact.id}-${nth}`, at: new Date().toISOString(), ...more }
    })
  return {
    id: contact.id,
    leaves: () =>
      ask('POST', `${ingestUrl}/v1/departures`, {
        token: apiKey,
        body: {
          contact: { id: contact.id },
          at: new Date().toISOString(),
          ...(written > 0 && { afterMessageId: `${contact.id}-${written}` })
        }
      }),
    reacts: (nth, emoji) => does('reactions', nth, { contact: { id: contact.id }, ...(emoji && { emoji }) }),
    edits: (nth, text) => does('edits', nth, { content: { type: 'text', text } }),
    deletes: nth => does('revocations', nth),
    reports: (messageId, status) =>
      ask('POST', `${ingestUrl}/v1/statuses`, {
        token: apiKey,
        body: { messageId, status, at: new Date().toISOString() }
      }),
    writes: (text, more) =>
      ask('POST', `${ingestUrl}/v1/messages`, {
        token: apiKey,
        body: {
          messageId: `${contact.id}-${++written}`,
          contact,
          sentAt: new Date().toISOString(),
          content: { type: 'text', text },
          ...more
        }
      })
  }
}
