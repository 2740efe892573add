import { hash } from 'node:crypto'
import type { Means } from '../channel.ts'

/** A mail as it came to a channel. */
export interface Incoming {
  channelId: string
  raw: Buffer
  receivedAt: Date
}

/** Keeps a mail that becomes no message, with the reason: it stays to be seen, and does not hold up the next one. */
export type SetAside = (incoming: Incoming, problem: string) => Promise<{ outcome: 'set-aside'; problem: string }>

const LONGEST = 7 * 1024 ** 2

export const createSetAside =
  ({ payloads, logger }: Pick<Means, 'payloads' | 'logger'>): SetAside =>
  async ({ channelId, raw, receivedAt }, problem) => {
    await payloads.keep({
      id: `${channelId} ${hash('sha256', raw, 'base64url')}`,
      ...{ channelId, kind: 'email', receivedAt },
      // its bytes one by one as characters: a mail need not be UTF-8
      body: raw.subarray(0, LONGEST).toString('latin1'),
      problems: [problem]
    })
    logger.info({ channelId, problem }, 'a mail is set aside')
    return { outcome: 'set-aside', problem }
  }
