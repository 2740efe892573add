import { z } from 'zod'
import { mediaTypeOf, UNKNOWN_MEDIA_TYPE } from './media-type.ts'
import { email, id, label, line, name, url } from './primitives.ts'

const mailAddress = z.strictObject({ address: label(320), name: name.optional() })
export type MailAddress = z.infer<typeof mailAddress>
/** Kept by media; whoever may read it gets a signed `url`. */
const kept = z.strictObject({ mediaId: id, url: url.optional() })
const MOST = 100
const MAX_ATTACHED = 50
/** A file that leaves as a part of a mail. */
const attachedFile = kept.extend({
  name: line(255).optional(),
  mimeType: z.string().overwrite(mediaTypeOf).default(UNKNOWN_MEDIA_TYPE),
  size: z.int().nonnegative().optional()
})
export type AttachedFile = z.infer<typeof attachedFile>

/** What a message is as an e-mail, of either side. */
export const mail = z.strictObject({
  subject: label(998).optional(),
  from: mailAddress.optional(),
  to: z.array(mailAddress).max(MOST).optional(),
  cc: z.array(mailAddress).max(MOST).optional(),
  /** How many addresses are left out of `to` and `cc`. */
  moreRecipients: z.int().positive().optional(),
  /** Where in the text begins what its readers have seen before: a signature, a quote; in UTF-16 units. */
  foldAt: z.int().nonnegative().optional(),
  /** What the server of the mailbox says of the sender: `fail` is not who it says that it is. */
  authenticated: z.enum(['pass', 'fail', 'none']).optional(),
  /** As HTML, written by a stranger: `url` leads to a page that may do nothing, not even load pictures; at `imagesUrl` we load them. */
  html: kept.extend({ imagesUrl: url.optional() }).optional(),
  /** Images that its HTML shows as `cid:…`. */
  inline: z
    .array(kept.extend({ contentId: label(998) }))
    .max(MOST)
    .optional(),
  /** Files that are part of this mail; those of a received mail are messages of their own. */
  attachments: z.array(attachedFile).max(MAX_ATTACHED).optional(),
  /** The message that is forwarded, to `to`. */
  forwards: id.optional(),
  /** The whole mail as it came: for supervisors alone. */
  raw: kept.optional()
})
export type Mail = z.infer<typeof mail>

/** What whoever answers by e-mail may add; without a subject it is that of the thread, without `to` it goes to the contact. */
export const writtenMail = mail.pick({ subject: true, foldAt: true }).extend({
  to: z.array(email).min(1).max(50).optional(),
  cc: z.array(email).max(50).optional(),
  /** Files that the agent has uploaded. */
  attachments: z
    .array(z.strictObject({ mediaId: id }))
    .max(MAX_ATTACHED)
    .optional(),
  /** A mail of the conversation whose files go with this one. */
  forwards: id.optional()
})
export type WrittenMail = z.infer<typeof writtenMail>

/** Every file of a mail that media keeps. */
export const filesOfMail = ({ html, raw, attachments = [] }: Mail): { mediaId: string }[] =>
  [html, raw, ...attachments].filter(file => file !== undefined)

/** A message as whoever is no supervisor reads it. */
export function withoutRaw<Message extends { mail?: Mail | undefined }>(message: Message): Message {
  if (!message.mail?.raw) return message
  const { raw: _, ...mail } = message.mail
  return { ...message, mail }
}
