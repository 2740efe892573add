import { z } from 'zod'
import { operation, supervision } from '../operation.ts'
import { id, idList, instant, page, pageQuery } from '../primitives.ts'
import { chosenStatus, link, presenceChanged } from './presence.ts'

/** A period in which neither status nor link changed. Without `to` it still lasts; `durationMs` is then up to now. */
export const statusPeriod = z.object({
  ...presenceChanged.data.pick({ agentId: true, version: true, status: true, reason: true, link: true, cause: true })
    .shape,
  from: instant,
  to: instant.optional(),
  durationMs: z.int().nonnegative()
})
export type StatusPeriod = z.infer<typeof statusPeriod>

const read = {
  owner: 'presence',
  method: 'get',
  audience: ['service', ...supervision],
  scope: 'reports:read',
  public: true
} as const

export const listStatusLog = operation({
  ...read,
  id: 'listStatusLog',
  path: '/v1/agents/:id/status-log',
  params: z.object({ id }),
  query: z.object({
    ...pageQuery,
    cursor: z.coerce.number().int().optional(),
    from: instant.optional(),
    to: instant.optional()
  }),
  answer: page(statusPeriod),
  summary: 'Each status and link of an agent and how long it lasted, newest first; periods that overlap from … to'
})

/** Time spent per status and link between two instants; periods that extend beyond are cut off there. */
export const statusTimes = z.object({
  agentId: id,
  times: z.array(
    z.object({ status: chosenStatus, reason: z.string().optional(), link, durationMs: z.int().nonnegative() })
  )
})
export type StatusTimes = z.infer<typeof statusTimes>

export const listStatusTimes = operation({
  ...read,
  id: 'listStatusTimes',
  path: '/v1/status-times',
  query: z.object({ agentIds: idList, from: instant, to: instant }),
  answer: z.object({ items: z.array(statusTimes) }),
  summary: 'How long the given agents had each status and link between two instants at most 92 days apart'
})
