import type { DeliveryStatus, Message } from '@inbox/contracts'

/** What a channel says of an outbound message. */
export interface DeliveryReport {
  status: DeliveryStatus
  error?: string | undefined
  /** What the channel calls the message. */
  providerMessageId?: string | undefined
}

/** From the first to the last: a message that arrived after all had not failed. */
const order: NonNullable<Message['status']>[] = ['queued', 'sent', 'failed', 'delivered', 'read', 'played']

const isForward = (from: Message['status'] = 'queued', to: DeliveryStatus): boolean =>
  order.indexOf(to) > order.indexOf(from)

type Told = Pick<Message, 'status' | 'error' | 'providerMessageId'>

/** The message after a report; its status only moves forward, whatever the order in which reports come. */
export function reported<Reported extends Told>(message: Reported, report: DeliveryReport): Reported {
  const { status, error, providerMessageId = message.providerMessageId } = report
  const named = { ...message, ...(providerMessageId !== undefined && { providerMessageId }) }
  if (!isForward(message.status, status)) return named
  const { error: overtaken, ...rest } = named
  return { ...rest, status, ...(status === 'failed' && error !== undefined && { error }) } as Reported
}
