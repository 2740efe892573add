import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ChannelAccount } from '@inbox/contracts'
import { type Rejection, Retryable } from '@inbox/kernel'
import type { Mails } from '../../store/mails.ts'
import type { Means } from '../channel.ts'
import { createMailPage } from './mail-page.ts'
import { type Kept, type KeptFile, messagesOf } from './messages.ts'
import { addressesOf } from './mime/headers.ts'
import { type Mail, type MailFile, readMail } from './mime/read-mail.ts'
import { type MailSettings, mailSettingsOf } from './settings.ts'
import { threadOf } from './thread.ts'
import { type Translated, translate, type WrittenMail } from './translate.ts'

/** What became of a mail. `problem`: why it is set aside, where it can be read as it came. */
export type Received =
  | { outcome: 'message'; id: string }
  | { outcome: 'report' | 'own' }
  | { outcome: 'automatic' | 'set-aside'; problem: string }

/** Takes a mail as it came; the same one again changes nothing. Throws Retryable while somebody whom it needs is away. */
export type ReceiveMail = (
  account: ChannelAccount,
  raw: Buffer,
  receivedAt: Date,
  /** Why it is set aside in any case. */
  problem?: string
) => Promise<Received>

type Needs = Pick<Means, 'ingest' | 'payloads' | 'clock' | 'logger'> & { mails: Mails }

export function createReceiveMail(means: Needs): ReceiveMail {
  const { ingest, payloads } = means
  return async (account, raw, receivedAt, problem) => {
    if (problem !== undefined) return setAside(account, raw, receivedAt, problem)
    return understand(account, raw, receivedAt).catch((error: Error) => {
      if (error instanceof Retryable) throw error
      means.logger.error({ err: error, channelId: account.id }, 'a mail cannot be taken')
      return setAside(account, raw, receivedAt, `it cannot be taken: ${error.message}`)
    })
  }

  async function understand(account: ChannelAccount, raw: Buffer, receivedAt: Date): Promise<Received> {
    const settings = mailSettingsOf(account)
    if (!settings) return setAside(account, raw, receivedAt, 'the channel has no address')
    const read = await readMail(Readable.from([raw], { objectMode: false }), passOver).catch((error: Error) => error)
    if (read instanceof Error) return setAside(account, raw, receivedAt, `it cannot be read: ${read.message}`)
    const hosts = [settings.imap?.host, settings.address.split('@')[1]].filter(host => host !== undefined)
    const translated = translate(read, { own: settings.own, hosts }, receivedAt)
    return take(account, settings, raw, read, translated, receivedAt)
  }

  async function take(
    account: ChannelAccount,
    settings: MailSettings,
    raw: Buffer,
    read: Mail,
    translated: Translated,
    receivedAt: Date
  ): Promise<Received> {
    switch (translated.kind) {
      case 'unreadable':
        return setAside(account, raw, receivedAt, translated.problem)
      case 'automatic': {
        const { problem } = await setAside(account, raw, receivedAt, `no person wrote it (${translated.why})`)
        return { outcome: 'automatic', problem }
      }
      case 'own':
        return { outcome: 'own' }
      case 'report': {
        const { report } = translated
        if (!report) return setAside(account, raw, receivedAt, 'it reports on a mail that is none of ours')
        if (report.status === 'delayed') return { outcome: 'report' }
        const { messageId, status, error } = report
        const at = receivedAt.toISOString()
        const failed = status === 'failed' && { error }
        const told = await ingest.status(account.id, { messageId, status, at, ...failed })
        if (!told.ok) return refused(account, raw, receivedAt, told.error)
        return { outcome: 'report' }
      }
      case 'written':
        return post(account, settings, raw, read, translated.mail, receivedAt)
    }
  }

  async function post(
    account: ChannelAccount,
    { own }: MailSettings,
    raw: Buffer,
    read: Mail,
    mail: WrittenMail,
    receivedAt: Date
  ): Promise<Received> {
    const { id, references, messageId = id, subject } = mail
    const known = await means.mails.threadsOf(account.id, references)
    const recipients = recipientsOf(read)
    const threadId = threadOf({ channelId: account.id, messageId, references, recipients, own, known })
    const kept = await keepFiles(account.id, raw, read)
    const messages = messagesOf(mail, kept, threadId)
    await means.mails.keep(
      { channelId: account.id, id, threadId, messageId: mail.messageId, references, subject },
      means.clock.now()
    )
    const [first] = messages
    for (const message of messages) {
      const taken = await ingest.message(account.id, message)
      if (!taken.ok) return refused(account, raw, receivedAt, taken.error)
    }
    return { outcome: 'message', id: first!.messageId }
  }

  /** Everything of it that media keeps: its files one after the other, its HTML, and all of it as it came. */
  async function keepFiles(channelId: string, raw: Buffer, { html }: Mail): Promise<Kept> {
    const files: KeptFile[] = []
    const upload = async (content: Readable | Buffer, mimeType: string, name?: string) => {
      const kept = await ingest.upload(channelId, { bytes: { content, mimeType }, name })
      if (kept.ok) return kept.value
      if (!isAboutIt(kept.error)) throw new Retryable(kept.error.detail)
      return undefined
    }
    const page = createMailPage(html)
    await readMail(Readable.from([raw], { objectMode: false }), async ({ name, mimeType, contentId, content }) => {
      if (files.length >= MOST_FILES) return void content.resume()
      const isInHtml = page.shows(contentId)
      const bytes = isInHtml ? page.embed(contentId!, mimeType, await whole(content)) : content
      files.push({ name, isInHtml, facts: await upload(bytes, mimeType, name) })
    })
    return {
      files,
      html: html === undefined ? undefined : await upload(Buffer.from(page.html()), 'text/html', 'mail.html'),
      raw: await upload(raw, 'message/rfc822', 'mail.eml')
    }
  }

  async function refused(account: ChannelAccount, raw: Buffer, receivedAt: Date, error: Rejection) {
    if (!isAboutIt(error)) throw new Retryable(error.detail)
    return setAside(account, raw, receivedAt, wordsOf(error))
  }

  /** A mail that becomes no message stays to be seen, and does not hold up the next one. */
  async function setAside(
    { id: channelId }: ChannelAccount,
    raw: Buffer,
    receivedAt: Date,
    problem: string
  ): Promise<{ outcome: 'set-aside'; problem: string }> {
    await payloads.keep(payloadOf(channelId, raw, receivedAt, problem))
    means.logger.info({ channelId, problem }, 'a mail is set aside')
    return { outcome: 'set-aside', problem }
  }
}

const MOST_FILES = 100

const whole = async (content: Readable) => Buffer.concat((await content.toArray()) as Buffer[])

const passOver = async ({ content }: MailFile) => void content.resume()

/** Whether repeating cannot mend it; who we are, and how often we come, is another matter. */
const isAboutIt = (error: Rejection) => [400, 413, 415, 422].includes((error as { status?: number }).status ?? 0)

const wordsOf = ({ detail, ...rest }: Rejection) => {
  const issues = (rest as { issues?: { path: string; message: string }[] }).issues ?? []
  return [detail, ...issues.map(({ path, message }) => `${path} ${message}`)].join('; ')
}

const recipientsOf = ({ headers }: Mail): string[] =>
  addressesOf(['to', 'cc', 'delivered-to', 'x-original-to'].flatMap(headers.all)).map(({ address }) => address)

const LONGEST_PAYLOAD = 7 * 1024 ** 2

/** Its bytes one by one as characters: a mail need not be UTF-8. */
const payloadOf = (channelId: string, raw: Buffer, receivedAt: Date, problem: string) => ({
  id: `${channelId} ${hash('sha256', raw, 'base64url')}`,
  ...{ channelId, kind: 'email' as const, receivedAt },
  body: raw.subarray(0, LONGEST_PAYLOAD).toString('latin1'),
  problems: [problem]
})
