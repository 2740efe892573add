import PostalMime, { type Address, type Email } from 'postal-mime'
import type { KeptMail } from './post-office.ts'

const parsed = new WeakMap<KeptMail, Promise<Email>>()

/** The content of a mail, parsed only once. */
export function contentOf(mail: KeptMail): Promise<Email> {
  const known = parsed.get(mail)
  if (known) return known
  const content = PostalMime.parse(mail.raw)
  parsed.set(mail, content)
  return content
}

const named = ({ name, address }: Address) => (name && address ? `${name} <${address}>` : (address ?? name))
const all = (addresses: Address[] = []) => addresses.map(named).join(', ')

/** A mail as a line in a list. */
export async function lineOf(mail: KeptMail) {
  const { subject = '', from, to, text = '', attachments } = await contentOf(mail)
  return {
    id: mail.id,
    at: mail.at.toISOString(),
    isSent: mail.isSent,
    seen: mail.seen,
    subject,
    with: mail.isSent ? all(to) : from ? named(from) : '',
    preview: text.replace(/\s+/g, ' ').trim().slice(0, 120),
    files: attachments.filter(({ related }) => !related).length
  }
}

/** A mail as shown for reading. */
export async function pageOf(mail: KeptMail) {
  const { subject = '', from, to, cc, text = '', html, messageId, attachments } = await contentOf(mail)
  return {
    id: mail.id,
    at: mail.at.toISOString(),
    isSent: mail.isSent,
    subject,
    messageId,
    from: from ? named(from) : '',
    to: all(to),
    cc: all(cc),
    fromAddress: from?.address,
    text: text || withoutTags(html),
    hasHtml: Boolean(html),
    files: attachments.map(({ filename, mimeType, content }, index) => ({
      index,
      name: filename ?? `file-${index + 1}`,
      mimeType,
      size: (content as ArrayBuffer).byteLength
    }))
  }
}

const withoutTags = (html = '') =>
  html
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, '')
    .replace(/<br\s*\/?>|<\/p>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .trim()

/** A mail's HTML with its own pictures; whoever serves it must forbid everything else. */
export async function htmlOf(mail: KeptMail): Promise<string> {
  const { html = '', attachments } = await contentOf(mail)
  const pictures = new Map(
    attachments.flatMap(({ contentId, mimeType, content }) =>
      contentId
        ? [[contentId.replace(/[<>]/g, ''), `data:${mimeType};base64,${base64(content as ArrayBuffer)}`] as const]
        : []
    )
  )
  return html.replace(/\bcid:([^'"\s>)]{1,256})/g, (whole, id: string) => pictures.get(id) ?? whole)
}

const base64 = (content: ArrayBuffer) => Buffer.from(content).toString('base64')
