import { z } from 'zod'
import { decisionRecord } from '../distribution/events.ts'
import { command } from '../message-type.ts'
import { id, version } from '../primitives.ts'

/** Told again too soon, or of what the contact knows, it changes nothing. */
export const announcePosition = command(
  'queue',
  'announcePosition',
  z.object({
    conversationId: id,
    departmentId: id,
    position: z.int().positive(),
    /** How long it will probably take, if that is known. */
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
    /** Everybody had an offer: those who let it pass are asked again. */
    newRound: z.boolean().optional()
  }),
  { summary: 'Offer a waiting conversation to an agent; refused if anything it rests on has changed' }
)
