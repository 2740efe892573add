import { z } from 'zod'
import { decisionRecord } from '../distribution/events.ts'
import { command } from '../message-type.ts'
import { id, version } from '../primitives.ts'

/** Has no effect if it comes too soon, or the contact already knows. */
export const announcePosition = command(
  'queue',
  'announcePosition',
  z.object({
    conversationId: id,
    departmentId: id,
    position: z.int().positive(),
    /** The estimated wait, if known. */
    estimateSeconds: z.int().nonnegative().optional()
  }),
  { summary: 'Tell a waiting contact their position in the queue of the department' }
)

/** Repeating it with the same `offerId` changes nothing. */
export const offer = command(
  'queue',
  'offer',
  z.object({
    conversationId: id,
    agentId: id,
    offerId: id,
    policyVersion: version,
    decision: decisionRecord,
    /** Everybody has had an offer, so those who passed it up are asked again. */
    newRound: z.boolean().optional()
  }),
  { summary: 'Offer a waiting conversation to an agent; refused if anything it is based on has changed' }
)
