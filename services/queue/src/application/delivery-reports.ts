import type { DataOf, deliveryFailed, deliveryUncertain } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { counter } from '@inbox/telemetry'
import { goesBy } from '../domain/contact.ts'
import { type DeliveryReport, isUndelivered, reported } from '../domain/delivery-status.ts'
import { reactionIn, reactionReported } from '../domain/our-reaction.ts'
import { changedEntry, statusEntry } from '../outbound/events.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Messages } from '../store/messages.ts'
import type { Execute } from './execute.ts'

/** About the message that the channel, or we, call by this id. */
interface Report extends DeliveryReport {
  channelId: string
  messageId: string
  /** The channel's name for the contact to whom the message must have been sent. */
  contactId?: string | undefined
}

export interface DeliveryReports {
  /** `last`: no more retries; a report that matches no message of the channel is then dropped. */
  take(report: Report, origin: Origin, last: boolean): Promise<Result<unknown, Rejection>>
  failed(failure: DataOf<typeof deliveryFailed>, origin: Origin, last: boolean): Promise<Result<unknown, Rejection>>
  uncertain(doubt: DataOf<typeof deliveryUncertain>, origin: Origin, last: boolean): Promise<Result<unknown, Rejection>>
}

const dropped = counter(
  'queue_statuses_dropped_total',
  'Delivery statuses dropped because their channel has no such message'
)

/** Applies what channels report about outbound messages. */
export function createDeliveryReports(
  messages: Messages,
  conversations: Conversations,
  execute: Execute,
  clock: Clock
): DeliveryReports {
  /** A channel may report on its own messages only and, if it names a contact, only on those sent to them. */
  const meant = async ({ messageId, channelId, contactId }: Report) => {
    for (const message of await messages.outbound(messageId, channelId)) {
      const conversation = (await conversations.load(message.conversationId))?.conversation
      const isTheirs = contactId === undefined || (conversation && goesBy(conversation.contact, channelId, [contactId]))
      if (conversation?.channel.id === channelId && isTheirs) return { message, conversation }
    }
    return undefined
  }
  const takeOfReaction = async (
    report: Report,
    { messageId, times }: { messageId: string; times: number },
    origin: Origin
  ) => {
    const [message] = await messages.ofChannel(messageId, report.channelId)
    const conversation = message && (await conversations.load(message.conversationId))?.conversation
    if (conversation?.channel.id !== report.channelId) return reject('not-found', 'The channel has no such message')
    await messages.react(
      messageId,
      each => reactionReported(each, times, report),
      told => [changedEntry(conversation, told, origin, clock.now())]
    )
    return ok(undefined)
  }
  const take = async (report: Report, origin: Origin, last: boolean) => {
    const reaction = reactionIn(report.messageId)
    if (reaction) return takeOfReaction(report, reaction, origin)
    const found = await meant(report)
    if (found) {
      const { message, conversation } = found
      const { status } = reported(message, report)
      // before the report: after a crash in between, the report is redelivered and the mark set again
      if (status !== message.status && isUndelivered(status))
        await execute(conversation.id, { type: 'markUndelivered' }, origin)
      await messages.report(message.id, report, conversation.channel, told =>
        statusEntry(conversation, told, origin, clock.now())
      )
      return ok(undefined)
    }
    // a report may overtake the message it refers to
    if (!last) throw new Retryable('the channel has no such message yet')
    dropped.inc()
    return reject('not-found', 'The channel has no such message; its delivery status was dropped')
  }
  return {
    take,
    async failed({ code, ...failure }, origin, last) {
      const taken = await take({ ...failure, failure: code, status: 'failed' }, origin, last)
      // the provider has the last word, even if our clock disagrees
      return code === 'window-expired'
        ? execute(failure.conversationId, { type: 'expire', refused: true }, origin)
        : taken
    },
    uncertain: (doubt, origin, last) => take({ ...doubt, status: 'uncertain' }, origin, last)
  }
}
