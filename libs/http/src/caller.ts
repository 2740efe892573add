import type { Audience, Operation, Role, Scope } from '@inbox/contracts'

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

/** Whether the caller is among those the operation is for. */
export function isAdmitted(caller: Caller, operation: Pick<Operation, 'audience' | 'scope'>): boolean {
  const { audience } = operation
  if (audience.includes('anyone')) return true
  if (caller.kind === 'user' && caller.scopes) return isWithin(caller, caller.scopes, operation)
  return audience.includes(caller.kind === 'user' ? caller.role : (caller.kind as Audience))
}

/** Who is bounded to departments, as agents are, is held to them by operations for agents only. */
const isWithin = (
  { role }: User,
  scopes: readonly Scope[],
  { audience, scope }: Pick<Operation, 'audience' | 'scope'>
): boolean => scope !== null && scopes.includes(scope) && (role !== 'agent' || audience.includes('agent'))

/** Why somebody was not admitted. */
export function whyNotAdmitted(caller: Caller, { audience, scope }: Pick<Operation, 'audience' | 'scope'>): string {
  if (caller.kind !== 'user' || !caller.scopes) return `Only for: ${audience.join(', ')}`
  if (scope === null) return 'Not for service accounts'
  return caller.scopes.includes(scope)
    ? 'Not for service accounts that are bounded to departments'
    : `Needs the scope ${scope}`
}

/** Whoever a call may be passed on for. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'user' || caller.kind === 'channel') return caller
  throw new TypeError(`this operation is not for a ${caller.kind}`)
}

/** The human of a call whose operation is for humans only. */
export function userOf(caller: Caller): User {
  if (caller.kind !== 'user') throw new TypeError(`this operation needs a user, and was called by a ${caller.kind}`)
  return caller
}
