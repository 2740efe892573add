import {
  type ChannelWithKeys,
  type InboundMessage,
  id,
  inboundMessage,
  postDeparture,
  postEcho,
  postEdit,
  postIdentity,
  postMessage,
  postMessageBatch,
  postRating,
  postReaction,
  postRevocation,
  postStatus,
  postTyping
} from '@inbox/contracts'
import { type Call, parsePart, problemOfError, type Route, route } from '@inbox/http'
import { ok, Retryable } from '@inbox/kernel'
import type { Receive } from '../application/receive.ts'
import type { Directory } from '../outbound/directory.ts'
import { authorOf, senderOf } from './sender.ts'

/** The calls of channel adapters. */
export function routes(receive: Receive, directory: Pick<Directory, 'channel'>): Route[] {
  const accept = async (channel: ChannelWithKeys, message: InboundMessage, correlationId: string) => {
    const { contact, warnings } = senderOf(message.contact)
    const received = await receive.message(channel, { ...message, contact }, correlationId)
    return { id: received, ...(warnings.length > 0 && { warnings }) }
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

  const channelOf = ({ caller }: Pick<Call, 'caller'>) => directory.channel(caller.kind === 'channel' ? caller.id : '')!

  return [
    route(postMessage, async call => ok(await accept(channelOf(call), call.body, call.correlationId))),
    route(postMessageBatch, async call => {
      const channel = channelOf(call)
      const results = call.body.messages.map(body => acceptOrExplain(channel, body, call.correlationId))
      return ok({ results: await Promise.all(results) })
    }),
    route(postStatus, async call => {
      await receive.status(channelOf(call), call.body, call.correlationId)
      return ok(undefined)
    }),
    route(postEcho, async call => {
      const { author, warnings } = authorOf(call.body.author)
      const echoed = await receive.echo(channelOf(call), { ...call.body, author }, call.correlationId)
      return ok({ id: echoed, ...(warnings.length > 0 && { warnings }) })
    }),
    route(postReaction, async call => {
      await receive.reaction(channelOf(call), call.body, call.correlationId)
      return ok(undefined)
    }),
    route(postEdit, async call => {
      await receive.edit(channelOf(call), call.body, call.correlationId)
      return ok(undefined)
    }),
    route(postRevocation, async call => {
      await receive.revocation(channelOf(call), call.body, call.correlationId)
      return ok(undefined)
    }),
    route(postRating, async call => {
      await receive.rating(channelOf(call), call.body, call.correlationId)
      return ok(undefined)
    }),
    route(postIdentity, async call => {
      await receive.identity(channelOf(call), call.body, call.correlationId)
      return ok(undefined)
    }),
    route(postTyping, async call => {
      await receive.typing(channelOf(call), call.body, call.correlationId)
      return ok(undefined)
    }),
    route(postDeparture, call => receive.departure(channelOf(call), call.body, call.correlationId))
  ]
}
