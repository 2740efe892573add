import { z } from 'zod'
import { replyTo } from '../content.ts'
import { id, instant } from '../primitives.ts'
import { agentRef, conversationSummary } from './conversation.ts'

/** What agents tell each other about a conversation. Not a message: it never reaches a channel. */
export const internalNote = z.object({
  id,
  conversationId: id,
  author: agentRef,
  text: z.string(),
  at: instant
})
export type InternalNote = z.infer<typeof internalNote>

/** An unfinished answer. */
export const draft = z.object({ text: z.string(), replyTo: replyTo.optional(), agent: agentRef, at: instant })
export type Draft = z.infer<typeof draft>

/** The summary with one's own draft or, if one has none and is the owner, the draft that another agent left. */
export const conversationDetail = conversationSummary.extend({ draft: draft.optional() })
