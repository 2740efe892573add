import { z } from 'zod'
import { operation, supervision } from '../operation.ts'
import { id, instant, page, pageQuery } from '../primitives.ts'
import { decisionRecord, exclusion } from './events.ts'

const read = { owner: 'distribution', method: 'get', audience: ['service', ...supervision], public: true } as const

export const listDecisions = operation({
  ...read,
  id: 'listDecisions',
  path: '/v1/decisions',
  query: z.object({ ...pageQuery, conversationId: id }),
  answer: page(decisionRecord),
  summary: 'Why whom: the decision behind each offer of a conversation, newest first'
})

/** Why a conversation has no offer yet. `ahead` = how many of its department stand before it. */
export const waitingReason = z.object({
  conversationId: id,
  departmentId: id,
  because: z.enum([
    'departmentInactive',
    'manual',
    'offerOnItsWay',
    'outsideHours',
    'nobodyEligible',
    'everybodyLetItPass',
    'waitsForPreferred',
    'policyUnconfirmed',
    'aboutToBeOffered'
  ]),
  ahead: z.int().nonnegative(),
  candidates: z.array(id),
  exclusions: z.array(exclusion),
  /** When those who let it pass are asked again. */
  nextRoundAt: instant.optional(),
  /** For whom it waits although others are free, and until when. */
  preferred: z.object({ agentId: id, until: instant }).optional()
})
export type WaitingReason = z.infer<typeof waitingReason>

export const getWaitingReason = operation({
  ...read,
  id: 'getWaitingReason',
  path: '/v1/conversations/:id/waiting-reason',
  params: z.object({ id }),
  answer: waitingReason,
  summary: 'Why a conversation waits, and what stands between it and each agent'
})

export const getMatcher = operation({
  owner: 'distribution',
  method: 'get',
  audience: ['service'],
  id: 'getMatcher',
  path: '/v1/matcher',
  answer: z.object({
    /** Whether this process makes the offers. */
    active: z.boolean(),
    /** Whether it knows everything. */
    ready: z.boolean(),
    waiting: z.int().nonnegative(),
    agents: z.int().nonnegative()
  }),
  summary: 'Whether this process is the active matcher, and how much it knows'
})
