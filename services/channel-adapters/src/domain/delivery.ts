import type { DataOf, deliveryRequested, Envelope } from '@inbox/contracts'

/** An answer that is to leave. */
export type AskedDelivery = DataOf<typeof deliveryRequested>
/** As queue asks for it: with what led to it. */
export type Asked = Envelope<AskedDelivery>

/** What the provider knows an answer by: what somebody sends again is another one, and no repetition. */
export const deliveryIdOf = ({ messageId, again }: Pick<AskedDelivery, 'messageId' | 'again'>): string =>
  again ? `${messageId}.${again}` : messageId

const OF_USE_MS = 86_400_000

/** Whether a free reply may still leave at `now`: the session window is open until, and not at, its end. */
export const mayLeave = ({ window }: Pick<AskedDelivery, 'window'>, now: Date): boolean =>
  window === undefined || now.getTime() < Date.parse(window.expiresAt)

/** Until when an answer is of use: to the end of the session window, at most for a day. */
export function ofUseUntil({ window, requestedAt }: Pick<AskedDelivery, 'window' | 'requestedAt'>): Date {
  const day = Date.parse(requestedAt) + OF_USE_MS
  return new Date(window ? Math.min(day, Date.parse(window.expiresAt)) : day)
}
