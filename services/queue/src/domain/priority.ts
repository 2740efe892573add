import type { Base } from './conversation.ts'

/** More than the widest difference between priorities that can be set (−100 to 100). */
const FRONT = 1000

type Prioritized = Pick<Base, 'ownPriority'>

/** Sorts by the priority set for it, then by arrival. */
export const ordinaryPriority = ({ ownPriority = 0 }: Prioritized): number => ownPriority

/** Before everything that goes by arrival, until somebody serves it. */
export const frontPriority = ({ ownPriority = 0 }: Prioritized): number => FRONT + ownPriority

/** The fields to store once `own` was set. */
export const ownPriorityOf = (own: number): Prioritized => (own === 0 ? {} : { ownPriority: own })
