import { z } from 'zod'
import { answer, replyTo } from '../content.ts'
import { writtenMail } from '../mail.ts'
import { operation, staff, supervision } from '../operation.ts'
import { id, idList, label, line, note, page, pageQuery, priority, tags } from '../primitives.ts'
import { conversationSummary, handOverContext, parkedUntil, routedConversation } from './conversation.ts'
import { transition } from './events.ts'
import { message } from './message.ts'
import { conversationDetail } from './note.ts'

export const tab = z.enum(['queue', 'ongoing', 'myInbox', 'inactives', 'closed'])
export type Tab = z.infer<typeof tab>

const owner = 'queue'
const params = z.object({ id })
const one = { owner, audience: staff, public: true, params } as const
const act = { ...one, scope: 'conversations:write', method: 'post', answer: conversationSummary } as const
/** Repeated by the same person, it is the same action: done only once, and answered with the current conversation. */
const named = { clientActionId: id.optional() }

/** Where a search found its words; `marks` are their positions in `text`, in UTF-16 units. */
export const excerpt = z.object({
  in: z.enum(['contact', 'subject', 'tag', 'message', 'note']),
  text: z.string(),
  marks: z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative()]))
})
export type Found = z.infer<typeof excerpt>

export const listConversations = operation({
  id: 'listConversations',
  owner,
  method: 'get',
  path: '/v1/conversations',
  audience: staff,
  scope: 'conversations:read',
  public: true,
  query: z
    .object({
      ...pageQuery,
      tab: tab.optional(),
      departmentId: id.optional(),
      channelId: id.optional(),
      agentId: id.optional(),
      /** Prefixes of words in contact, reference number and tags, or in a message, or in a note. */
      q: label(200).optional()
    })
    .refine(({ tab: one, q }) => one !== undefined || q !== undefined, {
      path: ['tab'],
      message: 'is required without q'
    }),
  answer: page(conversationSummary.extend({ found: excerpt.optional() })),
  summary:
    'One tab of the inbox: Queue by arrival, the others newest first. With q, what matches it, newest first, in one tab or everywhere'
})
export const countConversations = operation({
  id: 'countConversations',
  owner,
  method: 'get',
  path: '/v1/conversation-counts',
  audience: staff,
  scope: 'conversations:read',
  public: true,
  answer: z.record(tab, z.int()),
  summary: 'How many conversations each tab holds; 1000 means that many or more'
})
export const getConversation = operation({
  ...one,
  id: 'getConversation',
  scope: 'conversations:read',
  method: 'get',
  path: '/v1/conversations/:id',
  answer: conversationDetail,
  summary: "One conversation, with the caller's draft of a reply"
})
export const listMessages = operation({
  ...one,
  id: 'listMessages',
  scope: 'conversations:read',
  method: 'get',
  path: '/v1/conversations/:id/messages',
  query: z.object({
    before: z.string().max(500).optional(),
    cursor: z.string().max(500).optional(),
    limit: pageQuery.limit
  }),
  answer: page(message),
  summary: 'Messages in ascending order, the newest page first; reading does not take the conversation'
})
export const listHistory = operation({
  ...one,
  id: 'listHistory',
  scope: 'conversations:read',
  method: 'get',
  path: '/v1/conversations/:id/history',
  answer: page(transition.extend({ version: z.int(), conversationId: id })),
  summary: 'Every transition: who, when, why, and the decision behind an offer'
})

export const acceptConversation = operation({
  ...act,
  id: 'acceptConversation',
  repeatable: true,
  path: '/v1/conversations/:id/accept',
  body: z.strictObject({ offerId: id.optional() }).optional(),
  summary: 'Take a waiting conversation, or the one offered to you'
})
export const declineOffer = operation({
  ...act,
  id: 'declineOffer',
  repeatable: true,
  path: '/v1/conversations/:id/decline',
  body: z.strictObject({ offerId: id, ...named }),
  summary: 'Decline an offer: back to Queue, at its old place'
})
export const parkConversation = operation({
  ...act,
  id: 'parkConversation',
  repeatable: true,
  path: '/v1/conversations/:id/park',
  body: z
    .strictObject({
      reason: note.optional(),
      /** Without it, it stays parked until somebody resumes it. Calling again with another one changes it. */
      until: parkedUntil.optional()
    })
    .optional(),
  summary: 'Park in My Inbox, optionally until a time or until the contact writes'
})
export const resumeConversation = operation({
  ...act,
  id: 'resumeConversation',
  repeatable: true,
  path: '/v1/conversations/:id/resume',
  body: z.strictObject({}).optional(),
  summary: 'Resume from My Inbox'
})
export const returnConversation = operation({
  ...act,
  id: 'returnConversation',
  repeatable: true,
  path: '/v1/conversations/:id/return',
  body: z.strictObject({ note: note.optional(), context: handOverContext.optional(), ...named }).optional(),
  summary: 'Return to Queue, at its old place, with a note for whoever serves it next'
})
export const closeConversation = operation({
  ...act,
  id: 'closeConversation',
  repeatable: true,
  path: '/v1/conversations/:id/close',
  body: z.strictObject({ reason: line(100).optional(), tags: tags.optional(), note: note.optional() }).optional(),
  summary: 'Close the conversation'
})
export const dismissConversation = operation({
  ...act,
  id: 'dismissConversation',
  repeatable: true,
  path: '/v1/conversations/:id/dismiss',
  body: z.strictObject({ outcome: label(100) }),
  summary: 'Close an inactive conversation, with the outcome'
})
export const transferConversation = operation({
  ...act,
  id: 'transferConversation',
  repeatable: true,
  path: '/v1/conversations/:id/transfer',
  body: z.union([
    z.strictObject({ departmentId: id, note: note.optional(), context: handOverContext.optional(), ...named }),
    z.strictObject({ agentId: id, note: note.optional(), context: handOverContext.optional(), ...named })
  ]),
  summary: 'Transfer to a department, or offer to an agent'
})
export const cancelTransfer = operation({
  ...act,
  id: 'cancelTransfer',
  repeatable: true,
  path: '/v1/conversations/:id/transfer/cancel',
  body: z.strictObject(named).optional(),
  summary: 'Cancel a transfer that has not been accepted'
})
export const assignConversation = operation({
  ...act,
  audience: supervision,
  id: 'assignConversation',
  repeatable: true,
  path: '/v1/conversations/:id/assign',
  body: z.strictObject({ agentId: id, ...named }),
  summary: 'Offer a waiting conversation to a specific agent'
})
export const prioritizeConversation = operation({
  ...one,
  id: 'prioritizeConversation',
  scope: 'conversations:write',
  repeatable: true,
  method: 'put',
  path: '/v1/conversations/:id/priority',
  body: z.strictObject({ priority }),
  answer: conversationSummary,
  summary:
    'Serve before or after others whenever it waits; takes effect at once. Agents may do this where their department allows it'
})
export const sendMessage = operation({
  ...one,
  id: 'sendMessage',
  scope: 'conversations:write',
  repeatable: true,
  method: 'post',
  path: '/v1/conversations/:id/messages',
  body: z.strictObject({
    clientMessageId: id,
    content: answer,
    replyTo: replyTo.optional(),
    mail: writtenMail.optional()
  }),
  answer: message,
  status: 202,
  summary: 'Answer the contact; repeating a clientMessageId returns the same message'
})
export const markRead = operation({
  ...act,
  id: 'markRead',
  repeatable: true,
  path: '/v1/conversations/:id/read',
  body: z.strictObject({}).optional(),
  summary: 'Mark everything up to now as read'
})
export const resumeAll = operation({
  id: 'resumeAll',
  owner,
  method: 'post',
  path: '/v1/me/resume-all',
  audience: staff,
  scope: null,
  public: true,
  body: z.strictObject({}).optional(),
  answer: z.object({ resumed: z.array(conversationSummary), refused: z.array(z.object({ id, code: z.string() })) }),
  summary: 'Resume what a lost connection parked, as far as the limit allows'
})

export const agentLoad = z.object({ agentId: id, load: z.int(), limit: z.int() })
/** What distribution rebuilds its state from. */
export const getRoutingSnapshot = operation({
  id: 'getRoutingSnapshot',
  owner,
  method: 'get',
  path: '/v1/routing-snapshot',
  audience: ['service'],
  query: z.object({ cursor: z.string().optional(), limit: z.coerce.number().int().min(1).max(2000).default(1000) }),
  answer: z.object({ items: z.array(routedConversation), nextCursor: z.string().nullable() }),
  summary: 'Queued, offered and ongoing conversations, in pages'
})
export const getConversationsById = operation({
  id: 'getConversationsById',
  owner,
  method: 'get',
  path: '/v1/conversations-by-id',
  audience: ['service', ...staff],
  scope: 'conversations:read',
  query: z.object({ ids: idList }),
  answer: z.object({ items: z.array(conversationSummary) }),
  summary: 'The conversations with these ids that the actor may see'
})
