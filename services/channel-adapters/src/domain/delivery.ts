import type { DataOf, deliveryRequested } from '@inbox/contracts'

export type Delivery = DataOf<typeof deliveryRequested>

/** Whether a free reply may still leave at `now`: the session window is open until, and not at, its end. */
export const mayLeave = ({ window }: Pick<Delivery, 'window'>, now: Date): boolean =>
  window === undefined || now.getTime() < Date.parse(window.expiresAt)
