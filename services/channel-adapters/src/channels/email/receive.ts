import type { ChannelAccount } from '@inbox/contracts'
import { type Rejection, Retryable } from '@inbox/kernel'
import type { Acknowledged } from '../../store/acknowledged.ts'
import type { Mails } from '../../store/mails.ts'
import type { SetAsideMails } from '../../store/set-aside-mails.ts'
import type { ChannelContext } from '../channel.ts'
import { acknowledgementOf } from './acknowledge.ts'
import { keepFiles } from './keep-files.ts'
import { messagesOf } from './messages.ts'
import { addressesOf } from './mime/headers.ts'
import { type Mail, type MailFile, readMail } from './mime/read-mail.ts'
import { isAboutMessage, wordsOf } from './refusal.ts'
import type { DeliveryReport } from './report.ts'
import { createSetAside, type Incoming, type SetAside } from './set-aside.ts'
import { type MailSettings, mailSettingsOf } from './settings.ts'
import { threadOf } from './thread.ts'
import { translate, type WrittenMail } from './translate.ts'

/** What became of a mail. `problem`: why it is set aside, where its raw form can be read. */
export type Received =
  | { outcome: 'message'; id: string }
  | { outcome: 'report' | 'own' }
  | { outcome: 'automatic' | 'set-aside'; problem: string }

/** Receives a raw mail; idempotent. Throws Retryable while a service it needs is away. */
export type ReceiveMail = (
  account: ChannelAccount,
  raw: Buffer,
  receivedAt: Date,
  /** The mail's size in bytes if it is too large to be accepted: `raw` is then its beginning. */
  tooLarge?: number
) => Promise<Received>

type Needs = Pick<ChannelContext, 'ingest' | 'clock' | 'logger' | 'erased'> & {
  mails: Mails
  setAsideMails: Pick<SetAsideMails, 'keep' | 'forget'>
  acknowledged: Acknowledged
}
type Deps = Needs & { setAside: SetAside }

export function createReceiveMail(needs: Needs): ReceiveMail {
  const setAside = createSetAside(needs)
  return async (account, raw, receivedAt, tooLarge) => {
    const incoming = { channelId: account.id, raw, receivedAt, size: tooLarge }
    if (tooLarge !== undefined) return setAside(incoming, 'too-large', `it has ${tooLarge} bytes`)
    return understand({ ...needs, setAside }, incoming, mailSettingsOf(account)).catch((error: Error) => {
      if (error instanceof Retryable) throw error
      needs.logger.error({ err: error, channelId: account.id }, 'could not process a mail')
      return setAside(incoming, 'failed', `it could not be processed: ${error.message}`)
    })
  }
}

async function understand(deps: Deps, incoming: Incoming, settings: MailSettings | undefined): Promise<Received> {
  const { setAside } = deps
  if (!settings) return setAside(incoming, 'not-set-up', 'the channel has no address')
  const read = await readMail(incoming.raw, passOver).catch((error: Error) => error)
  if (read instanceof Error) return setAside(incoming, 'unreadable', `it cannot be read: ${read.message}`)
  const hosts = [settings.imap?.host, settings.address.split('@')[1]].filter(host => host !== undefined)
  const translated = translate(read, { own: settings.own, hosts }, incoming.receivedAt)
  switch (translated.kind) {
    case 'unreadable':
      return setAside(incoming, 'unreadable', translated.problem)
    case 'automatic':
      return setAside(incoming, 'automatic', `it was not written by a person (${translated.why})`)
    case 'own':
      return { outcome: 'own' }
    case 'report':
      return report(deps, incoming, translated.report)
    case 'written':
      return post(deps, incoming, settings, read, translated.mail)
  }
}

const passOver = async ({ content }: MailFile) => void content.resume()

async function report(deps: Deps, incoming: Incoming, about: DeliveryReport | undefined): Promise<Received> {
  if (!about) return deps.setAside(incoming, 'unknown-report', 'it reports on a mail that was not sent from here')
  const { messageId, status, error } = about
  if (status === 'delayed') return { outcome: 'report' }
  const at = incoming.receivedAt.toISOString()
  const failed = status === 'failed' && { error }
  const told = await deps.ingest.status(incoming.channelId, { messageId, status, at, ...failed })
  return told.ok ? { outcome: 'report' } : refused(deps, incoming, told.error)
}

async function post(
  deps: Deps,
  incoming: Incoming,
  settings: MailSettings,
  read: Mail,
  mail: WrittenMail
): Promise<Received> {
  const { own } = settings
  const { ingest, mails, clock } = deps
  const { channelId, raw } = incoming
  const { id, references, messageId, subject } = mail
  // it was a message that has been erased since
  if (await mails.isErased(channelId, id)) return { outcome: 'message', id }
  const known = await mails.threadsOf(channelId, references)
  const recipients = recipientsOf(read)
  const threadId = threadOf({ channelId, messageId: messageId ?? id, references, recipients, own, known })
  const [first, ...others] = messagesOf(mail, await keepFiles(ingest, channelId, raw, read), threadId)
  const acknowledgement = await acknowledgementOf(deps, {
    ...incoming,
    ...settings,
    headers: read.headers,
    mail,
    threadId
  })
  const messages = [{ ...first!, ...(acknowledgement !== undefined && { acknowledgement }) }, ...others]
  await mails.keep({ channelId, id, threadId, messageId, references, subject }, clock.now())
  for (const message of messages) {
    const taken = await ingest.message(channelId, message)
    if (taken.ok) continue
    // no erasure would ever name it
    if (message === messages[0] && isAboutMessage(taken.error)) await mails.drop(channelId, id)
    return refused(deps, incoming, taken.error)
  }
  return { outcome: 'message', id }
}

async function refused({ setAside }: Deps, incoming: Incoming, error: Rejection): Promise<Received> {
  if (!isAboutMessage(error)) throw new Retryable(error.detail)
  return setAside(incoming, 'refused', wordsOf(error))
}

const recipientsOf = ({ headers }: Mail): string[] =>
  addressesOf(['to', 'cc', 'delivered-to', 'x-original-to'].flatMap(headers.all)).map(({ address }) => address)
