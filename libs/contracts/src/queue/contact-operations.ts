import { z } from 'zod'
import { administration, operation, staff } from '../operation.ts'
import { id, instant, page, pageQuery } from '../primitives.ts'
import { contact, contactChange } from './contact.ts'
import { conversationSummary } from './conversation.ts'
import { transition } from './events.ts'
import { message } from './message.ts'
import { internalNote } from './note.ts'

const one = { owner: 'queue', audience: staff, public: true, params: z.object({ id }) } as const

export const getContact = operation({
  ...one,
  id: 'getContact',
  scope: 'contacts:read',
  method: 'get',
  path: '/v1/contacts/:id',
  answer: contact,
  summary: "A contact as its channel knows them, with agents' corrections"
})
export const patchContact = operation({
  ...one,
  id: 'patchContact',
  scope: 'contacts:write',
  method: 'patch',
  path: '/v1/contacts/:id',
  body: contactChange,
  answer: contact,
  summary: "Correct a contact; agents' corrections win over later data from the channel, field by field"
})
export const listConversationsOfContact = operation({
  ...one,
  id: 'listConversationsOfContact',
  scope: 'conversations:read',
  method: 'get',
  path: '/v1/contacts/:id/conversations',
  query: z.object(pageQuery),
  answer: page(conversationSummary),
  summary: 'The conversations of a contact that the caller may see, newest first'
})
export const eraseContact = operation({
  ...one,
  id: 'eraseContact',
  audience: administration,
  scope: 'administration:write',
  method: 'post',
  path: '/v1/contacts/:id/erase',
  answer: z.object({ contactId: id, askedAt: instant }),
  status: 202,
  summary:
    'Erase everything kept of a contact, for good; refused while a conversation with them is not closed. Report figures stay'
})

/** Exports whole conversations, of which even a few may be large. */
const MAX_EXPORTED = 20
export const exportContact = operation({
  ...one,
  id: 'exportContact',
  audience: administration,
  scope: 'administration:read',
  method: 'get',
  path: '/v1/contacts/:id/export',
  query: z.object({ ...pageQuery, limit: z.coerce.number().int().min(1).max(MAX_EXPORTED).default(10) }),
  answer: z.object({
    contact,
    items: z.array(
      z.object({
        conversation: conversationSummary,
        messages: z.array(message),
        notes: z.array(internalNote),
        history: z.array(transition)
      })
    ),
    nextCursor: z.string().nullable()
  }),
  summary:
    'Export what is kept of a contact, conversation by conversation, newest first; files by addresses valid for an hour. Audited'
})
