import { z } from 'zod'
import { distributionPolicy } from '../directory/department.ts'
import { administration, operation, staff, supervision } from '../operation.ts'
import { id, instant, page, pageQuery, version } from '../primitives.ts'
import { decisionRecord, exclusion } from './events.ts'

const read = {
  owner: 'distribution',
  method: 'get',
  audience: ['service', ...supervision],
  scope: 'conversations:read',
  public: true
} as const

export const listDecisions = operation({
  ...read,
  audience: ['service', ...staff],
  id: 'listDecisions',
  path: '/v1/decisions',
  query: z.object({ ...pageQuery, conversationId: id }),
  /** `verified`: whether repeating the choice gives the same agent; absent if the record lacks what that takes. */
  answer: page(decisionRecord.extend({ verified: z.boolean().optional() })),
  summary:
    'Why me: the decision behind each offer of a conversation, newest first; agents see those of their departments'
})

/** An agent's role in a decision: chosen, a candidate whom the strategy or a preference left out, or no candidate. */
export const standing = z.enum([
  'chosen',
  'notChosen',
  'anotherPreferred',
  'candidate',
  ...exclusion.shape.reason.options
])
export const agentStandings = z.object({
  conversationId: id,
  agentId: id,
  /** Newest first. */
  offers: z.array(
    decisionRecord
      .pick({ id: true, offerNumber: true, policyVersion: true, strategy: true, decidedAt: true, chosenAgentId: true })
      .extend({ standing, candidates: z.int().positive() })
  ),
  /** While it waits: the agent's role if the decision were made now. */
  now: standing.optional()
})
export type AgentStandings = z.infer<typeof agentStandings>
export const getAgentStandings = operation({
  ...read,
  audience: ['service', ...staff],
  id: 'getAgentStandings',
  path: '/v1/conversations/:id/standings/:agentId',
  params: z.object({ id, agentId: id }),
  answer: agentStandings,
  summary:
    'Why not Ana: how an agent stood in the last 50 decisions about a conversation; agents may only ask about themselves'
})

export const because = z.enum([
  'manual',
  'offerOnItsWay',
  'outsideHours',
  'nobodyEligible',
  'everybodyLetItPass',
  'waitsForPreferred',
  'policyUnconfirmed',
  'aboutToBeOffered'
])

/** Why a conversation has no offer yet. `ahead` = how many in its department come before it. */
export const waitingReason = z.object({
  conversationId: id,
  departmentId: id,
  because,
  ahead: z.int().nonnegative(),
  candidates: z.array(id),
  exclusions: z.array(exclusion),
  /** Time until it begins to be served, once enough has been measured to tell. */
  estimateSeconds: z.int().nonnegative().optional(),
  /** When those who passed it up are asked again. */
  nextRoundAt: instant.optional(),
  /** Whom it waits for although others are free, and until when. */
  preferred: z.object({ agentId: id, until: instant }).optional()
})
export type WaitingReason = z.infer<typeof waitingReason>

export const getWaitingReason = operation({
  ...read,
  id: 'getWaitingReason',
  path: '/v1/conversations/:id/waiting-reason',
  params: z.object({ id }),
  answer: waitingReason,
  summary: 'Why a conversation is waiting, and why each agent has not been offered it'
})

/** How long somebody who came now would wait, judging by how fast others got their turn lately. */
export const waitEstimate = z.object({
  departmentId: id,
  /** How many wait for an offer, or for its answer. */
  inLine: z.int().nonnegative(),
  /** Absent until three conversations have had their turn. */
  estimateSeconds: z.int().nonnegative().optional(),
  turnsPerMinute: z.number().nonnegative().optional(),
  /** The average error of recent estimates. */
  errorSeconds: z.int().nonnegative().optional()
})
export type WaitEstimate = z.infer<typeof waitEstimate>
export const listWaitEstimates = operation({
  ...read,
  audience: ['service', ...staff],
  id: 'listWaitEstimates',
  path: '/v1/wait-estimates',
  answer: z.object({ items: z.array(waitEstimate) }),
  summary: 'How long new conversations will wait, per active department; agents see only their departments'
})

/** What would happen immediately if the department had this policy now. */
export const dryRun = z.object({
  departmentId: id,
  /** The policy version that the dry run starts from. */
  policyVersion: version,
  at: instant,
  offers: z.int().nonnegative(),
  /** The first 100 offers. */
  firstOffers: z.array(z.object({ conversationId: id, agentId: id, preferred: z.boolean() })),
  /** Offers in flight that would be refused because they were decided under the previous policy. Offers made stand. */
  revoked: z.array(z.object({ conversationId: id, agentId: id })),
  /** For every member: how many conversations they would be offered, their load before, and their limit. */
  agents: z.array(z.object({ agentId: id, offers: z.int(), load: z.int(), limit: z.int() })),
  /** Conversations that have waited too long and would move to another department. */
  overflow: z.object({ departmentId: id, conversations: z.int() }).optional(),
  /** Conversations that would keep waiting, and why. */
  waiting: z.object({ conversations: z.int(), because: z.partialRecord(because, z.int()) })
})
export type DryRun = z.infer<typeof dryRun>
export const dryRunPolicy = operation({
  id: 'dryRunPolicy',
  owner: 'distribution',
  method: 'post',
  path: '/v1/departments/:id/policy/dry-run',
  audience: ['service', ...administration],
  scope: 'administration:read',
  public: true,
  params: z.object({ id }),
  body: z.strictObject({ active: z.boolean().default(true), distribution: distributionPolicy }),
  answer: dryRun,
  summary: 'What a changed policy would do now, without changing anything'
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
    /** Whether it has all its data. */
    ready: z.boolean(),
    waiting: z.int().nonnegative(),
    agents: z.int().nonnegative()
  }),
  summary: 'Whether this process is the active matcher, and how much it knows'
})
