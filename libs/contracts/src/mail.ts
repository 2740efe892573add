import { z } from 'zod'
import { email, id, label, name, url } from './primitives.ts'

const mailAddress = z.strictObject({ address: label(320), name: name.optional() })
export type MailAddress = z.infer<typeof mailAddress>
/** Kept by media; whoever may read it gets a signed `url`. */
const kept = z.strictObject({ mediaId: id, url: url.optional() })
const MOST = 100

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
  /** As HTML, written by a stranger: its `url` leads to a page that may do nothing, not even load pictures. */
  html: kept.optional(),
  /** Images that its HTML shows as `cid:…`. */
  inline: z
    .array(kept.extend({ contentId: label(998) }))
    .max(MOST)
    .optional(),
  /** The whole mail as it came: for supervisors alone. */
  raw: kept.optional()
})
export type Mail = z.infer<typeof mail>

/** What whoever answers by e-mail may add; without a subject it is that of the thread. */
export const writtenMail = mail.pick({ subject: true, foldAt: true }).extend({ cc: z.array(email).max(50).optional() })
export type WrittenMail = z.infer<typeof writtenMail>

/** Every file of a mail that media keeps. */
export const filesOfMail = ({ html, raw }: Mail): { mediaId: string }[] =>
  [html, raw].filter(file => file !== undefined)

/** A message as whoever is no supervisor reads it. */
export function withoutRaw<Message extends { mail?: Mail | undefined }>(message: Message): Message {
  if (!message.mail?.raw) return message
  const { raw: _, ...mail } = message.mail
  return { ...message, mail }
}
