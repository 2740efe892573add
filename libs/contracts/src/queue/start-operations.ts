import { z } from 'zod'
import { answer } from '../content.ts'
import { writtenMail } from '../mail.ts'
import { operation, staff } from '../operation.ts'
import { id, label, name } from '../primitives.ts'
import { conversationSummary } from './conversation.ts'

/** Somebody the channel knows, or an address of the kind that its `startsWith` names; phones as `+` and all digits. */
const addressee = z.union([
  z.strictObject({ contactId: id }),
  z.strictObject({ address: label(320), name: name.optional() })
])

export const startConversation = operation({
  id: 'startConversation',
  owner: 'queue',
  method: 'post',
  path: '/v1/conversations',
  audience: staff,
  scope: 'conversations:write',
  public: true,
  repeatable: true,
  body: z.strictObject({
    clientMessageId: id,
    channelId: id,
    /** One of the agent's departments. Default: the channel's. */
    departmentId: id.optional(),
    to: addressee,
    content: answer,
    mail: writtenMail.omit({ to: true, forwards: true }).optional()
  }),
  answer: conversationSummary,
  status: 201,
  summary:
    'Write to somebody first; the conversation belongs to the caller. Repeating a clientMessageId returns the same conversation; if one with them is already open, 409 `already-open` names it'
})
