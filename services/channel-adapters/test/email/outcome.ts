import { addressesOf } from '../../src/channels/email/mime/headers.ts'
import { type Mail, type MailFile, readMail } from '../../src/channels/email/mime/read-mail.ts'
import { threadIdOf, threadOf } from '../../src/channels/email/thread.ts'
import { translate, type WrittenMail } from '../../src/channels/email/translate.ts'

const RECEIVED_AT = new Date('2026-03-02T10:05:00Z')
const own = new Set(['support@azulejo.example'])
const mailbox = { own, hosts: ['imap.azulejo.example'] }
const known = new Map([['seen@example.org', 'the thread of seen@example.org']])

/** What becomes of a mail, as one flat object. */
export async function outcomeOf(raw: Buffer): Promise<Record<string, unknown>> {
  const files: string[] = []
  const keep = async ({ name = '', mimeType, contentId, content }: MailFile) => {
    let size = 0
    for await (const bytes of content) size += (bytes as Buffer).length
    files.push([name, mimeType, size, ...(contentId ? [`cid:${contentId}`] : [])].join(' '))
  }
  let mail: Mail
  try {
    mail = await readMail(raw, keep)
  } catch (error) {
    return { kind: 'unreadable', problem: (error as Error).message }
  }
  const translated = translate(mail, mailbox, RECEIVED_AT)
  switch (translated.kind) {
    case 'written':
      return {
        kind: 'written',
        files,
        hasHtml: mail.html !== undefined,
        ...facts(translated.mail),
        ...threading(translated.mail, mail)
      }
    case 'report':
      return { kind: 'report', about: translated.report?.messageId, ...pick(translated.report) }
    default:
      return translated
  }
}

const pick = (report: { status: string; error: string } | undefined) =>
  report && { status: report.status, error: report.error }

function facts(mail: WrittenMail): Record<string, unknown> {
  const { contact, text, foldAt, sentAt, from, to, cc } = mail
  return {
    ...mail,
    ...{ subject: mail.subject, messageId: mail.messageId },
    ...{ contact: contact.id, contactName: contact.name, email: contact.email, sender: from.address },
    ...{ to: to.map(({ address }) => address), cc: cc.map(({ address }) => address), ccCount: cc.length },
    ...{ sentAt: sentAt.toISOString(), folded: foldAt !== undefined, shown: text.slice(0, foldAt) },
    ...{ textBytes: Buffer.byteLength(text), endsWith: text.slice(-3), referenceCount: mail.references.length }
  }
}

function threading({ messageId, id, references }: WrittenMail, { headers }: Mail): Record<string, unknown> {
  const to = addressesOf([...headers.all('to'), ...headers.all('cc'), ...headers.all('delivered-to')])
  const recipients = to.map(({ address }) => address)
  const about = { channelId: 'mail', messageId: messageId ?? id, references, recipients, own, known }
  const thread = threadOf(about)
  const begun = (by: string | undefined) => by !== undefined && thread === threadIdOf('mail', by)
  return { thread, beginsThread: begun(messageId ?? id), threadOfReference: references.find(begun) }
}
