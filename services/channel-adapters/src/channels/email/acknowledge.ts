import { partsOf } from '@inbox/kernel/mail-address'
import type { Acknowledged } from '../../store/acknowledged.ts'
import type { ChannelContext } from '../channel.ts'
import type { Headers } from './mime/headers.ts'
import type { Incoming } from './set-aside.ts'
import type { MailSettings } from './settings.ts'
import { threadIdOf } from './thread.ts'
import type { WrittenMail } from './translate.ts'

interface Received extends Incoming, Pick<MailSettings, 'autoReply'> {
  headers: Headers
  mail: WrittenMail
  threadId: string
}

const DAY_MS = 86_400_000

/** The immediate reply to whoever begins a thread: at most once a day, and never long after they wrote. */
export async function acknowledgementOf(
  { acknowledged, clock }: Pick<ChannelContext, 'clock'> & { acknowledged: Acknowledged },
  { channelId, receivedAt, autoReply, headers, mail, threadId }: Received
): Promise<string | undefined> {
  const begins = threadId === threadIdOf(channelId, mail.messageId ?? mail.id)
  const isNew = clock.now().getTime() - receivedAt.getTime() < DAY_MS
  if (autoReply === undefined || !begins || !isNew || !mayAcknowledge(headers, mail)) return undefined
  return (await acknowledged.claim(channelId, mail.contact.id, mail.id, clock.now())) ? autoReply : undefined
}

/** Addresses that nobody reads. */
const NOBODY =
  /^(?:.*[-_.+])?(?:no|do[-_.]?not|not)[-_.]?(?:reply|respond|answer)(?:[-_.+].*)?$|^(?:nao|não)[-_.]?respond[ae]r?$/i
const MACHINE =
  /^(?:mailer-daemon|postmaster|bounces?(?:[-_.+].*)?|root|daemon|.*-(?:request|bounces?|owner)|owner-.*)$/i
/** Values by which Microsoft's senders decline such mails. */
const UNWANTED = /\b(?:all|autoreply)\b/i

/**
 * Whether a mail's writer may be sent an automatic reply (RFC 3834, 2): never programs, people who decline it, or
 * anybody who may not have written it. Automatic mails, lists and reports never get here.
 */
export function mayAcknowledge(
  headers: Pick<Headers, 'first'>,
  { contact, authenticated }: Pick<WrittenMail, 'contact' | 'authenticated'>
): boolean {
  const [local] = partsOf(contact.email)
  if (authenticated === 'fail' || NOBODY.test(local) || MACHINE.test(local)) return false
  if (/^\s*<\s*>/.test(headers.first('return-path') ?? '')) return false
  if (UNWANTED.test(headers.first('x-auto-response-suppress') ?? '')) return false
  return ['list-id', 'list-post', 'list-unsubscribe'].every(name => headers.first(name) === undefined)
}
