import { z } from 'zod'
import { channelRef } from '../directory/channel.ts'
import { event } from '../message-type.ts'
import { id, instant } from '../primitives.ts'

/** Published once per contact, when the erasure is requested. */
export const contactErased = event(
  'queue',
  'contact.erased',
  z.object({
    contactId: id,
    channel: channelRef,
    /** All ids that the channel has had for them. */
    names: z.array(z.string()),
    at: instant
  }),
  { summary: 'A contact is being erased: delete what is kept of them under these ids' }
)

/** Some messages of an erased contact: everybody who keeps copies must forget them. */
export const messagesErased = event(
  'queue',
  'messages.erased',
  z.object({
    conversationId: id,
    channel: channelRef,
    messages: z.array(
      z.object({
        messageId: id,
        /** The provider's id for it. */
        providerMessageId: id.optional()
      })
    )
  }),
  { summary: 'The content of messages is erased with their contact' }
)
