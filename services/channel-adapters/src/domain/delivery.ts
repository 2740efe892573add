import type { DataOf, deliveryRequested, Envelope } from '@inbox/contracts'

/** An answer to send. */
export type DeliveryRequest = DataOf<typeof deliveryRequested>
/** As sent; `ratingUrl`: where its contact can rate the conversation, for channels that have a button for that. */
export type LeavingRequest = DeliveryRequest & { ratingUrl?: string }
/** As queue requests it, with its cause. */
export type DeliveryEnvelope = Envelope<DeliveryRequest>

/** The id by which the provider knows an answer: sending again on purpose is a new one, not a repetition. */
export const deliveryIdOf = ({ messageId, again }: Pick<DeliveryRequest, 'messageId' | 'again'>): string =>
  again ? `${messageId}.${again}` : messageId

const OF_USE_MS = 86_400_000

type Leaving = Pick<DeliveryRequest, 'window' | 'content'>

/** Until when it may be sent: templates are not bound to the session window. */
const windowOf = ({ window, content }: Leaving) => (content.type === 'template' ? undefined : window)

/** Whether an answer may still be sent at `now`: the window is open until its end, exclusive. */
export function mayLeave(asked: Leaving, now: Date): boolean {
  const window = windowOf(asked)
  return window === undefined || now.getTime() < Date.parse(window.expiresAt)
}

/** How long an answer is of use: until the end of the session window, for a day at most. */
export function ofUseUntil(asked: Leaving & Pick<DeliveryRequest, 'requestedAt'>): Date {
  const window = windowOf(asked)
  const day = Date.parse(asked.requestedAt) + OF_USE_MS
  return new Date(window ? Math.min(day, Date.parse(window.expiresAt)) : day)
}

/** An answer without its content and recipient. */
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
