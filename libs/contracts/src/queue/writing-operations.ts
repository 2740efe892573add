import { z } from 'zod'
import { MAX_TEXT_BYTES, replyTo } from '../content.ts'
import { operation, staff } from '../operation.ts'
import { id, page, pageQuery, tags, text, visibleText } from '../primitives.ts'
import { conversationSummary } from './conversation.ts'
import { internalNote } from './note.ts'

const one = { owner: 'queue', audience: staff, public: true, params: z.object({ id }) } as const

export const writeNote = operation({
  ...one,
  id: 'writeNote',
  scope: 'conversations:write',
  repeatable: true,
  method: 'post',
  path: '/v1/conversations/:id/notes',
  body: z.strictObject({ text: visibleText(4000), clientNoteId: id.optional() }),
  answer: internalNote,
  status: 201,
  summary: 'Write a note for other agents; repeating a clientNoteId returns the same note'
})
export const listNotes = operation({
  ...one,
  id: 'listNotes',
  scope: 'conversations:read',
  method: 'get',
  path: '/v1/conversations/:id/notes',
  query: z.object(pageQuery),
  answer: page(internalNote),
  summary: 'Internal notes in ascending order, the newest page first'
})
export const putDraft = operation({
  ...one,
  id: 'putDraft',
  scope: 'conversations:write',
  repeatable: true,
  method: 'put',
  path: '/v1/conversations/:id/draft',
  body: z.strictObject({ text: text(MAX_TEXT_BYTES), replyTo: replyTo.optional() }),
  status: 204,
  summary: 'Keep a draft of my reply; an empty one that quotes no message is removed'
})
export const tellTyping = operation({
  ...one,
  id: 'tellTyping',
  scope: 'conversations:write',
  method: 'post',
  path: '/v1/conversations/:id/typing',
  body: z.strictObject({ typing: z.boolean().default(true) }).optional(),
  status: 204,
  summary: 'Tell others that I am typing, like the socket event'
})
export const putTags = operation({
  ...one,
  id: 'putTags',
  scope: 'conversations:write',
  repeatable: true,
  method: 'put',
  path: '/v1/conversations/:id/tags',
  body: z.strictObject({ tags }),
  answer: conversationSummary,
  summary: 'Replace the tags'
})
