import { z } from 'zod'
import { operation, staff, supervision } from '../operation.ts'
import { id, instant } from '../primitives.ts'

const owner = 'queue'

export const colleague = z.object({
  id,
  name: z.string(),
  departmentIds: z.array(id),
  status: z.string(),
  link: z.string(),
  load: z.int(),
  limit: z.int()
})
export type Colleague = z.infer<typeof colleague>
export const listColleagues = operation({
  id: 'listColleagues',
  owner,
  method: 'get',
  path: '/v1/colleagues',
  audience: staff,
  scope: 'directory:read',
  public: true,
  answer: z.object({ items: z.array(colleague) }),
  summary: 'Colleagues to transfer to, with their presence and load'
})

const monitored = z.object({
  departmentId: id,
  name: z.string(),
  waiting: z.int(),
  /** For the conversation served next, not necessarily the longest-waiting one, as priorities come first. */
  headEnqueuedAt: instant.optional(),
  /** Since when the longest-waiting conversation has waited here. */
  longestWaitingSince: instant.optional(),
  offered: z.int(),
  ongoing: z.int(),
  pending: z.int(),
  inactive: z.int()
})
export const getMonitor = operation({
  id: 'getMonitor',
  owner,
  method: 'get',
  path: '/v1/monitor',
  audience: supervision,
  scope: 'reports:read',
  public: true,
  answer: z.object({
    departments: z.array(monitored),
    agents: z.array(colleague)
  }),
  summary: 'Live figures per department and agent'
})
