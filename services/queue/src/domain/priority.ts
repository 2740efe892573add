import type { Base } from './conversation.ts'

/** More than the widest difference between priorities that can be set (−100 to 100). */
const FRONT = 1000

type Prioritized = Pick<Base, 'ownPriority'>

/** By what was set for it, then by arrival. */
export const ordinaryPriority = ({ ownPriority = 0 }: Prioritized): number => ownPriority

/** Before all that goes by arrival, until somebody serves it. */
export const frontPriority = ({ ownPriority = 0 }: Prioritized): number => FRONT + ownPriority

/** What is stored when `own` was set. */
export const ownPriorityOf = (own: number): Prioritized => (own === 0 ? {} : { ownPriority: own })
