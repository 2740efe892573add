import nodemailer from 'nodemailer'
import type { Customer, KeptMail, PostOffice } from './post-office.ts'
import { contentOf } from './read.ts'

export interface Writing {
  to: string
  cc?: string
  subject?: string
  text: string
  /** The same text as formatted by a mail program. */
  html?: string
  /** The mail in the customer's mailbox that it answers. */
  answers?: string
  files?: { name: string; mimeType?: string; base64: string }[]
}

const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })

/** Writes a mail as a customer; resolves once it has been delivered. */
export async function writeMail(office: PostOffice, customer: Customer, writing: Writing): Promise<KeptMail> {
  const answered = customer.mails.find(({ id }) => id === writing.answers)
  const { message, envelope } = await composer.sendMail({
    from: { name: customer.name ?? '', address: customer.address },
    to: writing.to,
    cc: writing.cc,
    subject: writing.subject,
    text: writing.text,
    html: writing.html,
    ...(answered && (await threadingOf(answered, writing.subject))),
    disableFileAccess: true,
    disableUrlAccess: true,
    attachments: (writing.files ?? []).map(({ name, mimeType, base64 }) => ({
      filename: name,
      contentType: mimeType,
      content: Buffer.from(base64, 'base64')
    }))
  })
  return office.send(message as Buffer, { from: customer.address, to: envelope.to })
}

/** RFC 5322, 3.6.4. */
async function threadingOf(answered: KeptMail, subject: string | undefined) {
  const { subject: former = '', messageId, references = '' } = await contentOf(answered)
  return {
    subject: subject || (/^re:/i.test(former) ? former : `Re: ${former}`),
    ...(messageId && { inReplyTo: messageId, references: `${references} ${messageId}`.trim() })
  }
}
