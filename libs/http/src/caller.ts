import type { Audience, Role } from '@inbox/contracts'

/** A signed-in human, whom a service may be acting for. */
export interface User {
  kind: 'user'
  id: string
  name: string
  role: Role
  departmentIds: readonly string[]
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
export function isAdmitted(caller: Caller, audience: readonly Audience[]): boolean {
  if (audience.includes('anyone')) return true
  return audience.includes(caller.kind === 'user' ? caller.role : (caller.kind as Audience))
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
