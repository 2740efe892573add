import {
  type ChannelWithKeys,
  type InboundMessage,
  id,
  inboundMessage,
  type Operation,
  type OperationBody,
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
  const accept = (channel: ChannelWithKeys, message: InboundMessage, correlationId: string) => {
    const { contact, warnings } = senderOf(message.contact)
    const received = receive.message(channel, { ...message, contact }, correlationId)
    return received.then(own => ({ id: own, ...(warnings.length > 0 && { warnings }) }))
  }

  const acceptOrExplain = async (channel: ChannelWithKeys, body: unknown, correlationId: string) => {
    try {
      const message = parsePart(inboundMessage, body, 'body')
      return { messageId: message.messageId, ...(await accept(channel, message, correlationId)) }
    } catch (error) {
      // if the broker is away, the whole batch is affected: the adapter must retry it
      if (error instanceof Retryable) throw error
      const known = id.safeParse((body as { messageId?: unknown } | null)?.messageId)
      return { messageId: known.success ? known.data : null, error: problemOfError(error) }
    }
  }

  const channelOf = ({ caller }: Pick<Call, 'caller'>) => directory.channel(caller.kind === 'channel' ? caller.id : '')!

  /** Calls that only report something: it is handed over, and there is nothing to return. */
  const told = <Op extends Operation>(
    operation: Op,
    take: (channel: ChannelWithKeys, body: OperationBody<Op>, correlationId: string) => Promise<void>
  ) =>
    route<Operation>(operation, async call => {
      await take(channelOf(call), call.body as OperationBody<Op>, call.correlationId)
      return ok(undefined)
    })

  return [
    route(postMessage, async call => ok(await accept(channelOf(call), call.body, call.correlationId))),
    route(postMessageBatch, async call => {
      const channel = channelOf(call)
      const results = call.body.messages.map(body => acceptOrExplain(channel, body, call.correlationId))
      return ok({ results: await Promise.all(results) })
    }),
    told(postStatus, receive.status),
    route(postEcho, async call => {
      const { author, warnings } = authorOf(call.body.author)
      const echoed = await receive.echo(channelOf(call), { ...call.body, author }, call.correlationId)
      return ok({ id: echoed, ...(warnings.length > 0 && { warnings }) })
    }),
    told(postReaction, receive.reaction),
    told(postEdit, receive.edit),
    told(postRevocation, receive.revocation),
    told(postRating, receive.rating),
    told(postIdentity, receive.identity),
    told(postTyping, receive.typing),
    route(postDeparture, call => receive.departure(channelOf(call), call.body, call.correlationId))
  ]
}
