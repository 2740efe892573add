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
    messages: z.array(message)
  }),
  summary: 'What a visitor of web chat sees: their latest conversation, and whether somebody is there'
})
