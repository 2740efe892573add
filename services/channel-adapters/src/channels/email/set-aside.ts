import type { SetAsideMail } from '@inbox/contracts'
import type { Logger } from '@inbox/telemetry'
import type { Erased } from '../../store/erased.ts'
import { type SetAsideMails, writerOf } from '../../store/set-aside-mails.ts'
import { addressesOf, headersAtStart, readable } from './mime/headers.ts'

/** A raw mail as received by a channel. */
export interface Incoming {
  channelId: string
  raw: Buffer
  receivedAt: Date
  /** The size of the whole mail, if `raw` is only its beginning. */
  size?: number | undefined
}

interface Needs {
  setAsideMails: Pick<SetAsideMails, 'keep' | 'forget'>
  erased: Pick<Erased, 'since'>
  logger: Logger
}

/** Stores a mail that does not become a message, with the reason: visible, and not blocking the next one. */
export type SetAside = (
  incoming: Incoming,
  reason: SetAsideMail['reason'],
  problem: string
) => Promise<{ outcome: 'automatic' | 'set-aside'; problem: string }>

export const createSetAside =
  ({ setAsideMails, erased, logger }: Needs): SetAside =>
  async ({ channelId, raw, receivedAt, size }, reason, problem) => {
    const named = namedIn(raw)
    await setAsideMails.keep({ channelId, receivedAt, reason, problem, ...named }, raw, size)
    const writer = writerOf(named.from ?? '')
    if (await erased.since(receivedAt, [channelId], [writer]))
      await setAsideMails.forget(channelId, [writer], receivedAt)
    logger.info({ channelId, reason, problem }, 'set a mail aside')
    return { outcome: reason === 'automatic' ? 'automatic' : 'set-aside', problem }
  }

/** The claimed sender and subject, if its header can be read. */
function namedIn(raw: Buffer): { from?: string; subject?: string } {
  const headers = headersAtStart(raw)
  const [sender] = addressesOf(headers.all('from'))
  const from = sender ? [sender.name, `<${sender.address}>`].filter(Boolean).join(' ') : readable(headers.first('from'))
  const subject = readable(headers.first('subject'))
  return { ...(from && { from }), ...(subject && { subject }) }
}
