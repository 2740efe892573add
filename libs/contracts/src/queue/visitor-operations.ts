import { z } from 'zod'
import { operation } from '../operation.ts'
import { id, instant, label } from '../primitives.ts'
import { conversationSummary, queuePlace } from './conversation.ts'
import { message } from './message.ts'

/** Whether somebody in a department could answer now; if not, when its business hours next begin, if it has any. */
const attendance = { attended: z.boolean(), opensAt: instant.optional() }
/** A department that visitors can choose. */
export const departmentChoice = z.object({ id, name: label(200), ...attendance })
const MAX_CHOICES = 4000

export const getVisitorChat = operation({
  id: 'getVisitorChat',
  owner: 'queue',
  method: 'get',
  path: '/v1/visitors/:channelId/:visitorId',
  audience: ['service'],
  params: z.object({ channelId: id, visitorId: id }),
  query: z.object({
    departmentId: id,
    /** Ids of departments to choose from, separated by commas. */
    choices: z
      .string()
      .max(MAX_CHOICES)
      .regex(/^[\w-]+(,[\w-]+)*$/, 'must be ids, separated by commas')
      .optional()
  }),
  answer: z.object({
    ...attendance,
    /** The active ones of `choices`, in the same order. */
    choices: z.array(departmentChoice).optional(),
    conversation: conversationSummary.optional(),
    /** The place in the queue that was last announced, while it waits. */
    queue: queuePlace.optional(),
    /** Its newest messages, in ascending order. */
    messages: z.array(message),
    /** Whether there is something before them. */
    more: z.boolean().optional()
  }),
  summary: 'What a visitor of a web chat sees: their latest conversation, and whether somebody is there'
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
    /** Messages of a single conversation, in ascending order. */
    messages: z.array(message),
    /** Whether that conversation was over after the last of them. */
    ended: z.boolean(),
    /** Whether there is something before them. */
    more: z.boolean()
  }),
  summary: "What came before a web chat visitor's message, also in their earlier conversations"
})
