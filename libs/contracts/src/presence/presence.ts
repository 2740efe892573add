import { z } from 'zod'
import { event } from '../message-type.ts'
import { operation, staff } from '../operation.ts'
import { id, idList, instant, line, version } from '../primitives.ts'

export const chosenStatus = z.enum(['available', 'unavailable', 'preBreak', 'break', 'loggedOut'])
export type ChosenStatus = z.infer<typeof chosenStatus>
export const link = z.enum(['connected', 'reconnecting', 'disconnected'])
export type Link = z.infer<typeof link>

/** The reason of a status that was caused by missed offers, not chosen by the agent. */
export const MISSED_OFFERS = 'missedOffers'

/**
 * An agent's chosen status and derived link. `since` is the link's, `statusSince` the status's; `aliveUntil` = when the
 * last proof of life expired.
 */
export const presence = z.object({
  agentId: id,
  version,
  status: chosenStatus,
  reason: z.string().max(200).optional(),
  link,
  since: instant,
  statusSince: instant.optional(),
  aliveUntil: instant.optional()
})
export type Presence = z.infer<typeof presence>

export const presenceChanged = event(
  'presence',
  'presence.changed',
  presence.extend({
    /** What caused it. */
    cause: z.enum(['chosen', 'signedIn', 'connected', 'closed', 'silent', 'lost', 'forcedLogout', 'missed', 'idle'])
  }),
  { summary: 'The status or link of an agent changed' }
)

/** Sent every second until the gateway is heard or its agents' time is up; that gateway moves its agents elsewhere. */
export const gatewayUnheard = event('presence', 'gateway.unheard', z.object({ gatewayId: id }), {
  mandatory: false,
  summary: 'A gateway sends no beats although others do; its agents are about to count as gone'
})

/**
 * Every gateway posts once a second, even if it has nothing to report: while no batch arrives from any gateway, no beat
 * could be recorded, and nobody is demoted. Connections that come or go are reported at once.
 */
const ages = z
  .array(z.strictObject({ agentId: id, sessionId: id, ageMs: z.number().min(0).max(86_400_000) }))
  .max(20_000)
export const postBeats = operation({
  id: 'postBeats',
  owner: 'presence',
  method: 'post',
  path: '/v1/beats',
  audience: ['service'],
  body: z.strictObject({
    gatewayId: id,
    pingMs: z.number().min(1).max(600_000),
    beats: ages.default([]),
    closed: ages.default([])
  }),
  largestBody: { bytes: 8 * 1024 ** 2, values: 200_000 },
  status: 202,
  answer: z.object({ accepted: z.int() }),
  summary:
    'Report beats once a second, even if empty: ages in ms of each proof of life not yet reported, and of each close seen'
})
export const putStatus = operation({
  id: 'putStatus',
  owner: 'presence',
  method: 'put',
  path: '/v1/agents/:id/status',
  audience: ['service', ...staff],
  scope: 'presence:write',
  params: z.object({ id }),
  body: z.strictObject({
    status: chosenStatus,
    reason: line(200).optional(),
    cause: z.enum(['chosen', 'signedIn', 'missed', 'idle']).optional()
  }),
  answer: presence,
  summary: 'Choose a status; with the cause signedIn, only from loggedOut to available'
})
export const listPresence = operation({
  id: 'listPresence',
  owner: 'presence',
  method: 'get',
  path: '/v1/agents',
  audience: ['service', ...staff],
  scope: 'directory:read',
  query: z.object({ ids: idList.optional() }),
  answer: z.object({ items: z.array(presence) }),
  summary: 'Presence of the given agents, or of all ever seen'
})
