import { z } from 'zod'
import { operation } from '../operation.ts'
import { id } from '../primitives.ts'
import { conversationSummary } from './conversation.ts'
import { message } from './message.ts'

export const getVisitorChat = operation({
  id: 'getVisitorChat',
  owner: 'queue',
  method: 'get',
  path: '/v1/visitors/:channelId/:visitorId',
  audience: ['service'],
  params: z.object({ channelId: id, visitorId: id }),
  query: z.object({ departmentId: id }),
  answer: z.object({
    /** Whether somebody of the department could answer now. */
    attended: z.boolean(),
    conversation: conversationSummary.optional(),
    /** The newest of it, in ascending order. */
    messages: z.array(message),
    /** Whether there is something before them. */
    more: z.boolean().optional()
  }),
  summary: 'What a visitor of web chat sees: their latest conversation, and whether somebody is there'
})

export const listVisitorMessages = operation({
  id: 'listVisitorMessages',
  owner: 'queue',
  method: 'get',
  path: '/v1/visitors/:channelId/:visitorId/messages',
  audience: ['service'],
  params: z.object({ channelId: id, visitorId: id }),
  query: z.object({ before: id }),
  answer: z.object({
    /** Of one conversation, in ascending order. */
    messages: z.array(message),
    /** Whether that conversation was over after the last of them. */
    ended: z.boolean(),
    /** Whether there is something before them. */
    more: z.boolean()
  }),
  summary: 'What came before a message of a visitor of web chat, also in earlier conversations of theirs'
})
