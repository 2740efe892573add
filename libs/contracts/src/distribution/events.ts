import { z } from 'zod'
import { event } from '../message-type.ts'
import { id, instant, version } from '../primitives.ts'

/** Why an agent of the department was not a candidate. */
export const exclusion = z.object({
  agentId: id,
  reason: z.enum([
    'inactive',
    'notMember',
    'notConnected',
    'notAvailable',
    'atLimit',
    'declined',
    'inFlight',
    'botFirst',
    'notItsTurn'
  ])
})
export type Exclusion = z.infer<typeof exclusion>

/** How an offer came about; enough to repeat it. `proof` = HMAC-SHA-256 (hex) of `conversationId:offerNumber`. */
export const decisionRecord = z.object({
  id,
  conversationId: id,
  departmentId: id,
  offerNumber: z.int().positive(),
  policyVersion: version,
  strategy: z.enum(['random', 'leastLoaded', 'roundRobin', 'longestIdle']),
  candidates: z.array(id),
  exclusions: z.array(exclusion),
  chosenAgentId: id,
  /** The conversation's preferred agent, candidate or not. */
  preferredAgentId: id.optional(),
  /** Whether the preferred agent was chosen. */
  preferred: z.boolean(),
  /** Everybody eligible had passed it up, so all were candidates again. */
  newRound: z.boolean().optional(),
  draw: z.object({ proof: z.string(), index: z.int().nonnegative() }).optional(),
  /** What else the strategy considered, for each candidate in their order; `idleSince` in ms since the epoch. */
  basis: z
    .object({
      loads: z.array(z.int().nonnegative()).optional(),
      idleSince: z.array(z.int()).optional(),
      /** Who got the department's previous offer. */
      lastChosenId: id.optional()
    })
    .optional(),
  decidedAt: instant
})
export type DecisionRecord = z.infer<typeof decisionRecord>

export const offerDecided = event('distribution', 'offer.decided', decisionRecord, {
  mandatory: false,
  summary: 'The matcher chose an agent for a conversation'
})
