import { z } from 'zod'
import { email, id, name, version } from '../primitives.ts'

export const role = z.enum(['agent', 'supervisor', 'admin'])
export type Role = z.infer<typeof role>

export const agentFields = z.strictObject({
  name,
  email,
  role,
  departmentIds: z
    .array(id)
    .max(200)
    .refine(ids => new Set(ids).size === ids.length, 'must not repeat a department'),
  /** The most conversations offered or ongoing at once, across all departments. */
  limit: z.int().min(0).max(1000),
  /** Whether they may manually take waiting conversations beyond the limit; nothing is ever offered beyond it. */
  exceedLimit: z.boolean().optional(),
  active: z.boolean().default(true),
  /** Only for bots, which are programs: after so long without an answer, people get what it has. A bot stays a bot. */
  bot: z.strictObject({ silentSeconds: z.int().min(1).max(3600).default(60) }).optional()
})
export type AgentFields = z.infer<typeof agentFields>

export const password = z.string().min(10).max(200)

/** Who signs in: agents, and also supervisors, administrators and bots. */
export const agent = agentFields.extend({ id, version })
export type Agent = z.infer<typeof agent>
