import type { Audience, AuditActor, Operation, Role, Scope } from '@inbox/contracts'

/** Somebody a service may act for: a signed-in human, or a program with a service account. */
export interface User {
  kind: 'user'
  id: string
  name: string
  role: Role
  departmentIds: readonly string[]
  /** For a service account: everything it may do. Its role then only decides what it sees. */
  scopes?: readonly Scope[] | undefined
}

/** An adapter that uses a channel's key. */
export interface ChannelCaller {
  kind: 'channel'
  id: string
}

/** Who is making a call. */
export type Caller = User | { kind: 'service'; name: string } | ChannelCaller | { kind: 'anyone' }

/** On whose behalf one service may call another. */
export type Actor = User | ChannelCaller

/**
 * Why the caller may not use an operation; undefined if they may. Service accounts are admitted by their scopes. Those
 * limited to departments have the agent role, and only operations for agents hold them to their departments.
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
  if (!caller.scopes.includes(scope)) return `Requires the scope ${scope}`
  const isHeld = caller.role !== 'agent' || audience.includes('agent')
  return isHeld ? undefined : 'Not for service accounts that are limited to departments'
}

/** The caller, if calls may be passed on for them. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'user' || caller.kind === 'channel') return caller
  throw new TypeError(`this operation is not available to a ${caller.kind}`)
}

/** Whether the caller is a program with a service account. */
export const isProgram = (caller: Caller): boolean => caller.kind === 'user' && caller.scopes !== undefined

/** The user of a call whose operation is for users only. */
export function userOf(caller: Caller): User {
  if (caller.kind !== 'user') throw new TypeError(`this operation requires a user, but was called by a ${caller.kind}`)
  return caller
}

/** A user as audit entries name the actor. */
export const auditActorOf = ({ id, name, role, scopes }: User): AuditActor =>
  scopes ? { kind: 'serviceAccount', id, name } : { kind: 'user', id, name, role }
