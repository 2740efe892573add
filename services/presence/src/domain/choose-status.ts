import type { ChosenStatus } from '@inbox/contracts'

/** Why a status is set: the agent's (or supervisor's) choice, a sign-in, three misses, or idle before a break. */
export type ChoiceCause = 'chosen' | 'signedIn' | 'missed' | 'idle'

export interface Choice {
  status: ChosenStatus
  reason?: string
}

/** An agent's current status; `chosen` is false until one has been chosen. */
export interface StatusNow {
  status: ChosenStatus
  reason?: string | undefined
  chosen: boolean
}

/**
 * What a request does to an agent's status; undefined = nothing. A sign-in only affects agents who were logged out or
 * never chose; misses only take `available` away; idleness only completes `preBreak`, whose reason stays.
 */
export function chooseStatus(now: StatusNow | undefined, wish: Choice, cause: ChoiceCause): Choice | undefined {
  if (cause === 'signedIn') {
    return !now?.chosen || now.status === 'loggedOut' ? { status: 'available' } : undefined
  }
  if (cause === 'missed' && now?.status !== 'available') return undefined
  if (cause === 'idle') {
    if (now?.status !== 'preBreak') return undefined
    const reason = wish.reason ?? now.reason
    return { status: wish.status, ...(reason && { reason }) }
  }
  const same = now?.chosen && now.status === wish.status && (now.reason ?? '') === (wish.reason ?? '')
  return same ? undefined : wish
}
