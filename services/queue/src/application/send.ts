import { type Content, capabilitiesOf, type Message, type OperationBody, type sendMessage } from '@inbox/contracts'
import type { ClaimMedia } from '@inbox/http'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { derivedId } from '@inbox/kernel/derived-id'
import type { Origin } from '@inbox/messaging'
import type { Reader } from '../domain/access.ts'
import { byAgent } from '../domain/conversation.ts'
import { pendingMessage } from '../outbound/events.ts'
import type { Loaded } from '../store/conversations.ts'
import type { Messages } from '../store/messages.ts'
import type { Execute } from './execute.ts'
import type { FindQuoted } from './find-quoted.ts'
import { forwardedFiles, mailOf } from './mail-of.ts'

export type Send = (
  on: string | Loaded,
  reader: Reader,
  written: Pick<OperationBody<typeof sendMessage>, 'clientMessageId' | 'replyTo' | 'mail'> & { content: Content },
  origin: Origin
) => Promise<Result<Message, Rejection>>

/** Sends an answer once per `clientMessageId`: a retry finds the message, in the outbox or stored. */
export function createSend(
  execute: Execute,
  messages: Pick<Messages, 'get' | 'all'>,
  findQuoted: FindQuoted,
  claim: ClaimMedia,
  clock: Clock
): Send {
  return async (on, reader, { clientMessageId, content: said, replyTo, mail }, origin) => {
    const content = await claim(said, { kind: 'user', id: reader.id })
    const conversationId = typeof on === 'string' ? on : on.conversation.id
    const at = clock.now().toISOString()
    let message: Message = {
      id: derivedId('msg', conversationId, clientMessageId),
      conversationId,
      direction: 'outbound',
      author: byAgent(reader),
      content,
      ...(mail && { mail: await mailOf(mail, reader.id, claim) }),
      sentAt: at,
      receivedAt: at,
      status: 'queued',
      clientMessageId
    }
    let repeated: Message | null | undefined
    const make = async ({ document, conversation }: Loaded) => {
      repeated = pendingMessage(document.outbox, message.id) ?? (await messages.get(message.id))
      if (repeated) return reject('already-sent', message.id)
      if (mail && conversation.channel.kind !== 'email')
        return reject('not-supported', `${conversation.channel.name} does not support e-mail`)
      if (replyTo)
        message = { ...message, replyTo: await findQuoted(replyTo, conversation.channel.id, conversation.contact) }
      if (message.mail?.forwards !== undefined) {
        const attachments = [
          ...(message.mail.attachments ?? []),
          ...(await forwardedFiles(messages, message.mail.forwards, conversation))
        ]
        message = { ...message, mail: { ...message.mail, ...(attachments.length > 0 && { attachments }) } }
      }
      const can = capabilitiesOf[conversation.channel.kind]
      return ok({ type: 'send' as const, agentId: reader.id, message, can })
    }
    const sent = await execute(on, make, origin)
    if (sent.ok) return ok(message)
    return repeated ? ok(repeated) : sent
  }
}
