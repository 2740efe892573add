import type { Agent, AgentFields } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Listed } from './listed.ts'

export interface AgentDocument extends Listed<AgentFields> {
  /** The e-mail address by which it is found and unique. */
  emailKey: string
  passwordHash?: string
  /** Sign-ins from before are over. */
  passwordSetAt?: Date
}

/** An agent as its contract shows it: without anything of the password. */
export const agentOf = ({ _id, version, fields }: AgentDocument): Agent => ({ ...fields, id: _id, version })

/** What audits may show of an agent: of the password only when it was set. */
export const auditedAgent = ({ fields, passwordSetAt }: AgentDocument) => ({
  ...fields,
  passwordSetAt: passwordSetAt?.toISOString()
})

export const emailKeyOf = (email: string): string => email.trim().toLowerCase()

/** What a new or changed agent consists of; `password` only when it is being set. */
export const agentContent = (fields: AgentFields, password?: { hash: string; at: Date }) => ({
  fields,
  emailKey: emailKeyOf(fields.email),
  ...(password && { passwordHash: password.hash, passwordSetAt: password.at })
})

/** Refuses what would leave the installation without the administrator who asks for it. */
export function refuseOwnDemotion(callerId: string, agentId: string, fields: AgentFields): Result<void, Rejection> {
  if (callerId !== agentId || (fields.role === 'admin' && fields.active)) return ok(undefined)
  return reject('own-account', 'Administrators cannot demote or deactivate themselves')
}
