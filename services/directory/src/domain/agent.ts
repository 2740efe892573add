import type { Agent, AgentFields, AgentWithCredentials, AuditActor } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Listed } from './listed.ts'

export interface AgentDocument extends Listed<AgentFields> {
  /** The e-mail address by which it is found and unique. */
  emailKey: string
  passwordHash?: string
  passwordSetAt?: Date
  /** Access tokens and sign-ins made with an older one are over (none = 0). */
  credentialsVersion?: number
  /** The password was made by an administrator: it has to be replaced at sign-in, before then. */
  oneTimeUntil?: Date | undefined
}

/** An agent as its contract shows it: without anything of the password. */
export const agentOf = ({ _id, version, fields }: AgentDocument): Agent => ({ ...fields, id: _id, version })

/** The same for gateways: with what tells them which access tokens are good no longer. */
export const agentWithCredentialsOf = (agent: AgentDocument): AgentWithCredentials => ({
  ...agentOf(agent),
  credentialsVersion: credentialsVersionOf(agent)
})

/** An agent as audits name whoever did something. */
export const actorOf = ({ _id: id, fields: { name, role } }: AgentDocument): AuditActor => ({
  kind: 'user',
  id,
  name,
  role
})

export const credentialsVersionOf = ({ credentialsVersion = 0 }: AgentDocument): number => credentialsVersion
/** What ends all sign-ins of an agent, and the access tokens that came of them. */
export const endSignIns = (agent: AgentDocument) => ({ credentialsVersion: credentialsVersionOf(agent) + 1 })

/** What audits may show of an agent: of the password only when it was set. */
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

/** The agent with a password that counts from now on, and no sign-in; whether the one before was for one time is over. */
export const replacePassword = (agent: AgentDocument, password: NewPassword): AgentDocument => ({
  ...agent,
  oneTimeUntil: undefined,
  ...withPassword(password),
  ...endSignIns(agent)
})

/** What a new or changed agent consists of; `password` only when it is being set. */
export const agentContent = (fields: AgentFields, password?: NewPassword) => ({
  fields,
  emailKey: emailKeyOf(fields.email),
  ...(password && withPassword(password))
})

/** Refuses to a program what would give it, or whoever has its token, the way in of a person. */
export function refuseToProgram(
  { kind }: AuditActor,
  given: Pick<AgentFields, 'role'> & { password?: string | undefined },
  current?: AgentDocument
): Result<void, Rejection> {
  const isOfAdministrator = given.role === 'admin' || current?.fields.role === 'admin'
  if (kind !== 'serviceAccount' || (!isOfAdministrator && given.password === undefined)) return ok(undefined)
  return reject('forbidden', 'Service accounts neither change administrators nor set passwords')
}

/** Refuses what would leave the installation without the administrator who asks for it. */
export function refuseOwnDemotion(callerId: string, agentId: string, fields: AgentFields): Result<void, Rejection> {
  if (callerId !== agentId || (fields.role === 'admin' && fields.active)) return ok(undefined)
  return reject('own-account', 'Administrators cannot demote or deactivate themselves')
}

/** Programs stay programs and people people: figures, and what waits for people, rest on it. */
export function refuseOtherKind(current: AgentFields, next: AgentFields): Result<void, Rejection> {
  if ((current.bot === undefined) === (next.bot === undefined)) return ok(undefined)
  return reject('unprocessable', current.bot ? 'A bot stays a bot' : 'A person does not become a bot')
}
