import type { Audience, AuditActor, Operation, Role, Scope } from '@inbox/contracts'

/** Whom a service may be acting for: a signed-in human, or a program with a service account. */
export interface User {
  kind: 'user'
  id: string
  name: string
  role: Role
  departmentIds: readonly string[]
  /** Of a service account: all that it may do. Its role is then only about what it sees. */
  scopes?: readonly Scope[] | undefined
}

/** An adapter with the key of a channel. */
export interface ChannelCaller {
  kind: 'channel'
  id: string
}

/** Whoever makes a call. */
export type Caller = User | { kind: 'service'; name: string } | ChannelCaller | { kind: 'anyone' }

/** For whom one service may call another. */
export type Actor = User | ChannelCaller

/**
 * Why an operation is not for the caller; undefined if it is. Service accounts are admitted by their scopes. Those bounded to
 * departments have the role of agents, and are held to their departments only by operations for agents.
 */
export function whyNotAdmitted(
  caller: Caller,
  { audience, scope }: Pick<Operation, 'audience' | 'scope'>
): string | undefined {
  if (audience.includes('anyone')) return undefined
  if (caller.kind !== 'user' || !caller.scopes) {
    const isAmongThem = audience.includes(caller.kind === 'user' ? caller.role : (caller.kind as Audience))
    return isAmongThem ? undefined : `Only for: ${audience.join(', ')}`
  }
  if (scope === null) return 'Not for service accounts'
  if (!caller.scopes.includes(scope)) return `Needs the scope ${scope}`
  const isHeld = caller.role !== 'agent' || audience.includes('agent')
  return isHeld ? undefined : 'Not for service accounts that are bounded to departments'
}

/** Whoever a call may be passed on for. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'user' || caller.kind === 'channel') return caller
  throw new TypeError(`this operation is not for a ${caller.kind}`)
}

/** Whether somebody is a program with a service account. */
export const isProgram = (caller: Caller): boolean => caller.kind === 'user' && caller.scopes !== undefined

/** The user of a call whose operation is for users only. */
export function userOf(caller: Caller): User {
  if (caller.kind !== 'user') throw new TypeError(`this operation needs a user, and was called by a ${caller.kind}`)
  return caller
}

/** A user as audits name whoever did something. */
export const auditActorOf = ({ id, name, role, scopes }: User): AuditActor =>
  scopes ? { kind: 'serviceAccount', id, name } : { kind: 'user', id, name, role }
