import type { Readable } from 'node:stream'
import { Retryable } from '@inbox/kernel'
import type { Ingest } from '../../outbound/ingest.ts'
import { createMailPage } from './mail-page.ts'
import type { Kept, KeptFile } from './messages.ts'
import { type Mail, readMail } from './mime/read-mail.ts'
import { isAboutMessage } from './refusal.ts'

const MAX_FILES = 100

/** Uploads everything of a mail to media: its files one by one, its HTML, and the raw mail. */
export async function keepFiles(
  ingest: Pick<Ingest, 'upload'>,
  channelId: string,
  raw: Buffer,
  { html }: Pick<Mail, 'html'>
): Promise<Kept> {
  const upload = async (content: Readable | Buffer, mimeType: string, name?: string) => {
    const kept = await ingest.upload(channelId, { bytes: { content, mimeType }, name })
    if (kept.ok) return kept.value
    if (!isAboutMessage(kept.error)) throw new Retryable(kept.error.detail)
    return undefined
  }
  const files: KeptFile[] = []
  const page = createMailPage(html)
  await readMail(raw, async ({ name, mimeType, contentId, content }) => {
    if (files.length >= MAX_FILES) return void content.resume()
    const isInHtml = page.shows(contentId)
    const bytes = isInHtml ? page.embed(contentId!, mimeType, await whole(content)) : content
    const facts = await upload(bytes, mimeType, name)
    // invitations contain their calendar twice: for programs, and as an attachment
    const isSame = (other: KeptFile) => other.name === name && other.isInHtml === isInHtml
    const isTwice = files.some(other => isSame(other) && facts && other.facts?.sha256 === facts.sha256)
    if (!isTwice) files.push({ name, isInHtml, facts })
  })
  return {
    files,
    html: html === undefined ? undefined : await upload(Buffer.from(page.html()), 'text/html', 'mail.html'),
    raw: await upload(raw, 'message/rfc822', 'mail.eml')
  }
}

const whole = async (content: Readable) => Buffer.concat((await content.toArray()) as Buffer[])
