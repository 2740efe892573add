import {
  type ChannelWithKeys,
  contactLeft,
  type InboundMessage,
  id,
  inboundMessage,
  messageReceived,
  postDeparture,
  postMessage,
  postMessageBatch,
  postStatus,
  statusReceived
} from '@inbox/contracts'
import { type Call, parsePart, problemOfError, type Route, route } from '@inbox/http'
import { Malformed, ok, Retryable, reject } from '@inbox/kernel'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { messageIdOf } from '../domain/message-id.ts'
import { normalise } from '../domain/normalise.ts'
import { openReceipts } from '../domain/receipts.ts'
import type { Directory } from '../outbound/directory.ts'
import { senderOf } from './sender.ts'

interface Dependencies {
  broker: Pick<Broker, 'publish'>
  directory: Pick<Directory, 'channel' | 'department'>
}

/** Everything that wakes ingest: the calls of channel adapters. */
export function routes({ broker, directory }: Dependencies): Route[] {
  const receivedNow = openReceipts()
  const accept = async (channel: ChannelWithKeys, message: InboundMessage, correlationId: string) => {
    if (message.departmentId !== undefined && !directory.department(message.departmentId)) {
      throw new Malformed('No such department', [{ path: 'body.departmentId', message: 'is not a department' }])
    }
    const receivedAt = receivedNow(`${channel.id}\n${message.contact.id}`)
    const { contact, warnings } = senderOf(message.contact)
    const received = normalise(message, { channel, contact, receivedAt, now: new Date() })
    await broker.publish(
      messageReceived,
      newEnvelope(messageReceived, {
        key: received.messageId,
        version: 1,
        occurredAt: receivedAt,
        correlationId,
        data: received
      })
    )
    return { id: received.messageId, ...(warnings.length > 0 && { warnings }) }
  }

  const acceptOrExplain = async (channel: ChannelWithKeys, body: unknown, correlationId: string) => {
    try {
      const message = parsePart(inboundMessage, body, 'body')
      return { messageId: message.messageId, ...(await accept(channel, message, correlationId)) }
    } catch (error) {
      // the broker's absence concerns the whole batch: the adapter must repeat it
      if (error instanceof Retryable) throw error
      const known = id.safeParse((body as { messageId?: unknown } | null)?.messageId)
      return { messageId: known.success ? known.data : null, error: problemOfError(error) }
    }
  }

  const channelOf = ({ caller }: Call) => directory.channel(caller.kind === 'channel' ? caller.id : '')!

  return [
    route(postMessage, async call => ok(await accept(channelOf(call), call.body, call.correlationId))),
    route(postMessageBatch, async call => {
      const channel = channelOf(call)
      const results = await Promise.all(
        call.body.messages.map(body => acceptOrExplain(channel, body, call.correlationId))
      )
      return ok({ results })
    }),
    route(postStatus, async call => {
      const channel = channelOf(call)
      const { messageId } = call.body
      await broker.publish(
        statusReceived,
        newEnvelope(statusReceived, {
          key: messageId,
          version: 1,
          occurredAt: new Date(),
          correlationId: call.correlationId,
          data: { ...call.body, channelId: channel.id }
        })
      )
      return ok(undefined)
    }),
    route(postDeparture, async call => {
      const channel = channelOf(call)
      if (channel.session.kind !== 'attended')
        return reject('unprocessable', 'Nobody leaves this channel: who writes on it is answered later, too')
      const { contact, at, afterMessageId } = call.body
      await broker.publish(
        contactLeft,
        newEnvelope(contactLeft, {
          // keys are logged, and whoever writes is nobody's business there
          key: messageIdOf(channel.id, contact.id),
          version: 1,
          occurredAt: new Date(),
          correlationId: call.correlationId,
          data: {
            ...{ channelId: channel.id, contactId: contact.id, at },
            ...(afterMessageId !== undefined && { afterMessageId: messageIdOf(channel.id, afterMessageId) })
          }
        })
      )
      return ok(undefined)
    })
  ]
}
