import { z } from 'zod'
import { mediaTypeOf, UNKNOWN_MEDIA_TYPE } from './media-type.ts'
import { email, id, label, line, name, url } from './primitives.ts'

const mailAddress = z.strictObject({ address: label(320), name: name.optional() })
export type MailAddress = z.infer<typeof mailAddress>
/** A file kept by media; those who may read it get a signed `url`. */
const kept = z.strictObject({ mediaId: id, url: url.optional() })
const MOST = 100
const MAX_ATTACHED = 50
/** A file sent as part of a mail. */
const attachedFile = kept.extend({
  name: line(255).optional(),
  mimeType: z.string().overwrite(mediaTypeOf).default(UNKNOWN_MEDIA_TYPE),
  size: z.int().nonnegative().optional()
})
export type AttachedFile = z.infer<typeof attachedFile>

/** The e-mail details of a message, from either side. */
export const mail = z.strictObject({
  subject: label(998).optional(),
  from: mailAddress.optional(),
  to: z.array(mailAddress).max(MOST).optional(),
  cc: z.array(mailAddress).max(MOST).optional(),
  /** How many addresses were left out of `to` and `cc`. */
  moreRecipients: z.int().positive().optional(),
  /** Where text that readers have seen before begins (a signature, a quote), in UTF-16 units. */
  foldAt: z.int().nonnegative().optional(),
  /** The mailbox server's verdict on the sender; `fail`: it is not who it claims to be. */
  authenticated: z.enum(['pass', 'fail', 'none']).optional(),
  /** HTML by a stranger: the page at `url` may do nothing, not even load pictures; at `imagesUrl` we load them. */
  html: kept.extend({ imagesUrl: url.optional() }).optional(),
  /** Images that its HTML shows as `cid:…`. */
  inline: z
    .array(kept.extend({ contentId: label(998) }))
    .max(MOST)
    .optional(),
  /** Files that are part of this mail; those of a received mail are separate messages. */
  attachments: z.array(attachedFile).max(MAX_ATTACHED).optional(),
  /** The message that this forwards to `to`. */
  forwards: id.optional(),
  /** The whole mail as received: for supervisors only. */
  raw: kept.optional()
})
export type Mail = z.infer<typeof mail>

/** What an answer by e-mail may add; the subject defaults to that of the thread, and `to` to the contact. */
export const writtenMail = mail.pick({ subject: true, foldAt: true }).extend({
  to: z.array(email).min(1).max(50).optional(),
  cc: z.array(email).max(50).optional(),
  /** Files that the agent has uploaded. */
  attachments: z
    .array(z.strictObject({ mediaId: id }))
    .max(MAX_ATTACHED)
    .optional(),
  /** A mail of the conversation whose files are sent along. */
  forwards: id.optional()
})
export type WrittenMail = z.infer<typeof writtenMail>

/** Every file of a mail that media keeps. */
export const filesOfMail = ({ html, raw, attachments = [] }: Mail): { mediaId: string }[] =>
  [html, raw, ...attachments].filter(file => file !== undefined)

/** A message as shown to anybody but supervisors. */
export function withoutRaw<Message extends { mail?: Mail | undefined }>(message: Message): Message {
  if (!message.mail?.raw) return message
  const { raw: _, ...mail } = message.mail
  return { ...message, mail }
}
