import { z } from 'zod'
import { channelRef } from '../directory/channel.ts'
import { event } from '../message-type.ts'
import { id, instant } from '../primitives.ts'

/** Of one contact it is told once, when that is asked for. */
export const contactErased = event(
  'queue',
  'contact.erased',
  z.object({
    contactId: id,
    channel: channelRef,
    /** All that the channel has called them. */
    names: z.array(z.string()),
    at: instant
  }),
  { summary: 'A contact is erased: what is kept of them under these names goes' }
)

/** Some of the messages of an erased contact: whoever keeps copies of them forgets these. */
export const messagesErased = event(
  'queue',
  'messages.erased',
  z.object({
    conversationId: id,
    channel: channelRef,
    messages: z.array(
      z.object({
        messageId: id,
        /** What the channel calls it. */
        providerMessageId: id.optional()
      })
    )
  }),
  { summary: 'What messages said is erased with their contact' }
)
