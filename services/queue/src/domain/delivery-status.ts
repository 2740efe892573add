import type { Cost, DeliveryFailure, DeliveryStatus, Message } from '@inbox/contracts'

/** A channel's report about an outbound message. */
export interface DeliveryReport {
  status: DeliveryStatus | 'uncertain'
  error?: string | undefined
  failure?: DeliveryFailure | undefined
  cost?: Cost | undefined
  /** By the channel's own clock. */
  at?: string | undefined
  /** The channel's id of the message. */
  providerMessageId?: string | undefined
}

/** From first to last: a message that arrived after all had not failed. */
const order: NonNullable<Message['status']>[] = ['queued', 'uncertain', 'sent', 'failed', 'delivered', 'read', 'played']

const isForward = (from: Message['status'] = 'queued', to: DeliveryReport['status']): boolean =>
  order.indexOf(to) > order.indexOf(from)

type DeliveryState = Pick<
  Message,
  'status' | 'error' | 'failure' | 'failedAt' | 'providerMessageId' | 'sentAgain' | 'leftAsIs'
>

/** Applies a report to the message; the status only moves forward, whatever the order of the reports. */
export function reported<Reported extends DeliveryState>(message: Reported, report: DeliveryReport): Reported {
  const { status, error, providerMessageId = message.providerMessageId } = report
  const named = {
    ...message,
    ...(providerMessageId !== undefined && { providerMessageId }),
    ...(report.cost && { cost: report.cost })
  }
  if (!isForward(message.status, status) || isRepeated(message, report)) return named
  const { error: overtaken, failure: formerly, leftAsIs, ...rest } = named
  const { failure, at } = report
  return {
    ...rest,
    status,
    ...(isUndelivered(status) && error !== undefined && { error }),
    ...(status === 'failed' && { ...(failure && { failure }), ...(at !== undefined && { failedAt: at }) }),
    ...(status === 'uncertain' && at !== undefined && { failedAt: at })
  } as Reported
}

/** A failure known before the message was sent again says nothing about the new attempt. */
const isRepeated = ({ failedAt }: DeliveryState, { status, at }: DeliveryReport): boolean =>
  isUndelivered(status) && failedAt !== undefined && at !== undefined && Date.parse(at) <= Date.parse(failedAt)

/** Whether somebody may have to do something about it. */
export const isUndelivered = (status: Message['status']): boolean => status === 'failed' || status === 'uncertain'

/** How often it had been sent again when the caller saw it; if that differs now, the request was done before. */
export interface Precondition {
  sentAgain?: number | undefined
}

const isAsSeen = ({ sentAgain = 0 }: DeliveryState, seen: Precondition): boolean =>
  (seen.sentAgain ?? sentAgain) === sentAgain

/** The message queued to be sent once more; unchanged if it has not failed, as it is on its way or has arrived. */
export function sentAgain<Failed extends DeliveryState>(message: Failed, seen: Precondition = {}): Failed {
  if (!isUndelivered(message.status) || !isAsSeen(message, seen)) return message
  const { error, failure, leftAsIs, ...rest } = message
  return { ...rest, status: 'queued', sentAgain: (message.sentAgain ?? 0) + 1 } as Failed
}

/** The message as somebody decided to leave it, although it may not have arrived. */
export const leftAsIs = <Uncertain extends DeliveryState>(message: Uncertain, seen: Precondition = {}): Uncertain =>
  message.status === 'uncertain' && isAsSeen(message, seen) ? { ...message, leftAsIs: true } : message
