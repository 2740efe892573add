import type { ChannelAccount } from '@inbox/contracts'
import { Retryable } from '@inbox/kernel'
import type { ImapFlow } from 'imapflow'
import type { ReadUntil } from '../../store/mailboxes.ts'
import type { ReceiveMail } from './receive.ts'

interface Reading {
  client: ImapFlow
  account: ChannelAccount
  receive: ReceiveMail
  /** Throws if another process has the mailbox by now. */
  advance: (readUntil: ReadUntil) => Promise<void>
  /** From now on, no new mail is missed. */
  opened: () => void
  /** The largest mail that is fetched completely. */
  largest: number
  now: () => Date
}

const DAY_MS = 86_400_000

/**
 * Reads a mailbox from where it was left, then new mails, until the connection ends or `signal` aborts. A mailbox seen
 * for the first time is read from now on: its existing mails were answered elsewhere.
 */
export async function readMailbox(reading: Reading, from: ReadUntil | undefined, signal: AbortSignal): Promise<void> {
  const { client } = reading
  const news = createBell()
  const ended = new Promise<void>(resolve => {
    client.once('close', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  client.on('exists', news.ring)
  let until = await begin(reading, from)
  reading.opened()
  while (client.usable && !signal.aborted) {
    news.reset()
    until = await readNew(reading, until, signal)
    if (news.rung()) continue
    client.idle().catch(() => undefined)
    await Promise.race([news.heard(), ended])
  }
}

/** Remembers a ring that comes while nobody waits. */
function createBell() {
  let isRung = false
  let wake = () => {}
  return {
    ring: () => {
      isRung = true
      wake()
    },
    reset: () => {
      isRung = false
    },
    rung: () => isRung,
    heard: () =>
      new Promise<void>(resolve => {
        wake = resolve
        if (isRung) resolve()
      })
  }
}

/** Where to start: at the last position, unless the server has renumbered its mails. */
async function begin({ client, advance, now }: Reading, from: ReadUntil | undefined): Promise<ReadUntil> {
  const { uidValidity: validity, uidNext } = await client.mailboxOpen('INBOX')
  const uidValidity = String(validity)
  if (from?.uidValidity === uidValidity) return from
  let uid = uidNext - 1
  if (from) {
    // mails read before are recognised by their contents, whatever their number
    const since = await client.search({ since: new Date(from.at.getTime() - DAY_MS) }, { uid: true })
    if (since && since.length > 0) uid = Math.min(...since) - 1
  }
  const until = { uidValidity, uid, at: from?.at ?? now() }
  await advance(until)
  return until
}

interface Envelope {
  uid: number
  size: number
  receivedAt: Date
}

async function readNew(reading: Reading, from: ReadUntil, signal: AbortSignal): Promise<ReadUntil> {
  let until = from
  for (const each of await listNew(reading, from)) {
    if (signal.aborted) break
    await take(reading, each)
    until = { uidValidity: from.uidValidity, uid: each.uid, at: reading.now() }
    await reading.advance(until)
  }
  return until
}

async function listNew({ client, now }: Reading, { uid: after, at: since }: ReadUntil): Promise<Envelope[]> {
  const found: Envelope[] = []
  const asked = { uid: true, size: true, internalDate: true } as const
  for await (const { uid, size = 0, internalDate } of client.fetch(`${after + 1}:*`, asked, { uid: true })) {
    // the last mail is always listed
    if (uid > after) found.push({ uid, size, receivedAt: receivedAtOf(internalDate, since, now()) })
  }
  return found.sort((one, other) => one.uid - other.uid)
}

/** When a mail arrived, by its server, whose clock may be wrong: kept between the previous mail (`since`) and now. */
export function receivedAtOf(said: Date | string | undefined, since: Date, now: Date): Date {
  const at = said === undefined ? Number.NaN : new Date(said).getTime()
  return new Date(Math.min(Math.max(Number.isNaN(at) ? now.getTime() : at, since.getTime()), now.getTime()))
}

/** Of a mail that is too large, only the beginning is read, for inspection. */
async function take(
  { client, account, receive, largest }: Reading,
  { uid, size, receivedAt }: Envelope
): Promise<void> {
  const isWhole = size <= largest
  const source = isWhole ? true : { start: 0, maxLength: 65_536 }
  const fetched = await client.fetchOne(String(uid), { uid: true, source }, { uid: true })
  if (!fetched) {
    const found = client.usable && (await client.search({ uid: String(uid) }, { uid: true }))
    if (!found || found.includes(uid)) throw new Retryable('the server does not return a mail')
    // deleted meanwhile
    return
  }
  if (!fetched.source) throw new Retryable('the server does not return a mail')
  await receive(account, fetched.source, receivedAt, isWhole ? undefined : size)
}
