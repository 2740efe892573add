import type { DataOf, deliveryRequested, Envelope } from '@inbox/contracts'

/** An answer that is to leave. */
export type DeliveryRequest = DataOf<typeof deliveryRequested>
/** As it leaves; `ratingUrl`: where its contact says how it was, for channels that have a button for that. */
export type LeavingRequest = DeliveryRequest & { ratingUrl?: string }
/** As queue asks for it: with what led to it. */
export type DeliveryEnvelope = Envelope<DeliveryRequest>

/** What the provider knows an answer by: what somebody sends again is another one, and no repetition. */
export const deliveryIdOf = ({ messageId, again }: Pick<DeliveryRequest, 'messageId' | 'again'>): string =>
  again ? `${messageId}.${again}` : messageId

const OF_USE_MS = 86_400_000

type Leaving = Pick<DeliveryRequest, 'window' | 'content'>

/** Until when it may leave: templates are not bound to the session window. */
const windowOf = ({ window, content }: Leaving) => (content.type === 'template' ? undefined : window)

/** Whether an answer may still leave at `now`: the session window is open until, and not at, its end. */
export function mayLeave(asked: Leaving, now: Date): boolean {
  const window = windowOf(asked)
  return window === undefined || now.getTime() < Date.parse(window.expiresAt)
}

/** Until when an answer is of use: to the end of the session window, at most for a day. */
export function ofUseUntil(asked: Leaving & Pick<DeliveryRequest, 'requestedAt'>): Date {
  const window = windowOf(asked)
  const day = Date.parse(asked.requestedAt) + OF_USE_MS
  return new Date(window ? Math.min(day, Date.parse(window.expiresAt)) : day)
}

/** An answer without what it said and to whom. */
export const withoutContact = ({ data, ...asked }: DeliveryEnvelope): DeliveryEnvelope => {
  const { messageId, conversationId, channel, requestedAt, again, window } = data
  return {
    ...asked,
    data: {
      messageId,
      conversationId,
      channel,
      requestedAt,
      again,
      window,
      contact: { id: conversationId, externalId: '' },
      author: {},
      content: { type: 'erased' }
    }
  }
}
