import type { Agent, AgentFields, AgentWithCredentials, AuditActor } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Listed } from './listed.ts'

export interface AgentDocument extends Listed<AgentFields> {
  /** The e-mail address in the form by which an agent is found and is unique. */
  emailKey: string
  passwordHash?: string
  passwordSetAt?: Date
  /** Access tokens and sign-ins from an older version are no longer valid (none = 0). */
  credentialsVersion?: number
  /** Set if an administrator made the password: it must be replaced at a sign-in before this instant. */
  oneTimeUntil?: Date | undefined
}

/** An agent as in its contract: without anything about the password. */
export const agentOf = ({ _id, version, fields }: AgentDocument): Agent => ({ ...fields, id: _id, version })

/** An agent as gateways see it: with what tells them which access tokens are no longer valid. */
export const agentWithCredentialsOf = (agent: AgentDocument): AgentWithCredentials => ({
  ...agentOf(agent),
  credentialsVersion: credentialsVersionOf(agent)
})

/** An agent as the actor of an audit entry. */
export const actorOf = ({ _id: id, fields: { name, role } }: AgentDocument): AuditActor => ({
  kind: 'user',
  id,
  name,
  role
})

export const credentialsVersionOf = ({ credentialsVersion = 0 }: AgentDocument): number => credentialsVersion
/** The change that ends all sign-ins of an agent and their access tokens. */
export const endSignIns = (agent: AgentDocument) => ({ credentialsVersion: credentialsVersionOf(agent) + 1 })

/** What audits may show of an agent: of the password only when it was last set. */
export const auditedAgent = ({ fields, passwordSetAt, oneTimeUntil }: AgentDocument) => ({
  ...fields,
  passwordSetAt: passwordSetAt?.toISOString(),
  oneTimeUntil: oneTimeUntil?.toISOString()
})

export const emailKeyOf = (email: string): string => email.trim().toLowerCase()

export interface NewPassword {
  hash: string
  at: Date
  oneTimeUntil?: Date
}

const withPassword = ({ hash, at, oneTimeUntil }: NewPassword) => ({
  passwordHash: hash,
  passwordSetAt: at,
  ...(oneTimeUntil && { oneTimeUntil })
})

/** The agent with a new password and all sign-ins ended; that the old password was a one-time password is forgotten. */
export const replacePassword = (agent: AgentDocument, password: NewPassword): AgentDocument => ({
  ...agent,
  oneTimeUntil: undefined,
  ...withPassword(password),
  ...endSignIns(agent)
})

/** The content of a new or changed agent; `password` only when it is being set. */
export const agentContent = (fields: AgentFields, password?: NewPassword) => ({
  fields,
  emailKey: emailKeyOf(fields.email),
  ...(password && withPassword(password))
})

/** Refuses to let a program make a way to sign in as a person, for itself or for whoever has its token. */
export function refuseToProgram(
  { kind }: AuditActor,
  given: Pick<AgentFields, 'role'> & { password?: string | undefined },
  current?: AgentDocument
): Result<void, Rejection> {
  const isOfAdministrator = given.role === 'admin' || current?.fields.role === 'admin'
  if (kind !== 'serviceAccount' || (!isOfAdministrator && given.password === undefined)) return ok(undefined)
  return reject('forbidden', 'Service accounts can neither change administrators nor set passwords')
}

/** Refuses to let administrators demote or deactivate themselves, so that the installation keeps one. */
export function refuseOwnDemotion(callerId: string, agentId: string, fields: AgentFields): Result<void, Rejection> {
  if (callerId !== agentId || (fields.role === 'admin' && fields.active)) return ok(undefined)
  return reject('own-account', 'Administrators cannot demote or deactivate themselves')
}

/** Programs stay programs and people stay people: statistics, and what waits for people, rely on it. */
export function refuseOtherKind(current: AgentFields, next: AgentFields): Result<void, Rejection> {
  if ((current.bot === undefined) === (next.bot === undefined)) return ok(undefined)
  return reject('unprocessable', current.bot ? 'A bot cannot become a person' : 'A person cannot become a bot')
}
