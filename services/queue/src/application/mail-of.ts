import { type AttachedFile, type Mail, type Message, mediaIn, type WrittenMail } from '@inbox/contracts'
import type { ClaimMedia } from '@inbox/http'
import { Malformed } from '@inbox/kernel'
import { messageIdOf } from '@inbox/kernel/derived-id'
import type { Messages } from '../store/messages.ts'

/** The most files a mail may have. */
const MAX_FILES = 50

/** Turns an answer into a mail, with the files that its author has uploaded. */
export async function mailOf(
  { to, cc, attachments = [], forwards, ...mail }: WrittenMail,
  authorId: string,
  claim: ClaimMedia
): Promise<Mail> {
  const owner = { kind: 'user', id: authorId } as const
  const files = await Promise.all(
    attachments.map(({ mediaId }) => claim({ type: 'file' as const, mediaId, mimeType: '' }, owner))
  )
  const addresses = (list: readonly string[]) => list.map(address => ({ address }))
  return {
    ...mail,
    ...(to && { to: addresses(to) }),
    ...(cc && { cc: addresses(cc) }),
    ...(forwards !== undefined && { forwards }),
    ...(files.length > 0 && { attachments: files.flatMap(attachedOf) })
  }
}

/** The files of a mail in this conversation that is forwarded to somebody else; those that are no longer kept stay behind. */
export async function forwardedFiles(
  messages: Pick<Messages, 'all'>,
  forwards: string,
  { id: conversationId, channel }: { id: string; channel: { id: string } }
): Promise<AttachedFile[]> {
  const [original] = await messages.all([forwards])
  if (original?.conversationId !== conversationId)
    throw new Malformed('No such mail', [
      { path: 'body.mail.forwards', message: 'is not a message of this conversation' }
    ])
  const { providerMessageId, mail } = original
  // each file of a received mail is a separate message, numbered after the mail
  const ids =
    original.direction === 'inbound' && providerMessageId !== undefined
      ? Array.from({ length: MAX_FILES }, (_, index) => messageIdOf(channel.id, `${providerMessageId}.${index + 1}`))
      : []
  const others = (await messages.all(ids)).filter(each => each.conversationId === conversationId)
  const attached = original.mediaGone ? [] : (mail?.attachments ?? [])
  return [...attached, ...[original, ...others].flatMap(filesOf)].slice(0, MAX_FILES)
}

const filesOf = ({ content, mediaGone }: Message): AttachedFile[] => {
  const media = mediaGone ? undefined : mediaIn(content)
  return media ? attachedOf(media) : []
}

const attachedOf = ({ mediaId, name, mimeType, size }: { mediaId?: string | undefined } & Partial<AttachedFile>) =>
  mediaId === undefined
    ? []
    : [
        {
          mediaId,
          mimeType: mimeType ?? 'application/octet-stream',
          ...(name !== undefined && { name }),
          ...(size !== undefined && { size })
        }
      ]
