import type { ChannelAccount } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { pause, startRepeating } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Mailboxes } from '../../store/mailboxes.ts'
import type { ChannelContext } from '../channel.ts'
import { imapClient, refusesSignIn } from './imap-client.ts'
import { readMailbox } from './mailbox.ts'
import { createPauses } from './pauses.ts'
import type { Reached } from './reach.ts'
import type { ReceiveMail } from './receive.ts'
import { type MailServer, mailSettingsOf } from './settings.ts'

interface Needs extends Pick<ChannelContext, 'accounts' | 'seen'> {
  mailboxes: Mailboxes
  reach: (server: MailServer) => Promise<Reached>
  receive: ReceiveMail
  largest: number
  leaseMs: number
  clock: Clock
  logger: Logger
}

/** How long a mailbox may fail before it is reported. */
const TROUBLE_MS = 3000
const REFUSED_PAUSE_MS = 300_000

/** Reads the mailboxes of all channels that have one, each in one process at a time, by their current settings. */
export function startMailboxes(needs: Needs): AsyncDisposable {
  const { accounts, logger } = needs
  const running = new Map<string, { version: number; stop: () => Promise<void> }>()
  const look = async (isOver: boolean) => {
    const wanted = new Map(isOver ? [] : [...accounts.all()].filter(hasMailbox).map(account => [account.id, account]))
    const ended = [...running].filter(([id, { version }]) => wanted.get(id)?.version !== version)
    for (const [id] of ended) running.delete(id)
    await Promise.all(ended.map(([, { stop }]) => stop()))
    for (const [id, account] of wanted)
      if (!running.has(id)) running.set(id, { version: account.version, stop: startMailbox(account, needs) })
  }
  let isOver = false
  let last = Promise.resolve()
  const lookAgain = () => {
    last = last.then(() => look(isOver)).catch(error => logger.error({ err: error }, 'checking mailboxes failed'))
    return last
  }
  accounts.whenChanged(() => void lookAgain())
  void lookAgain()
  return {
    [Symbol.asyncDispose]() {
      isOver = true
      return lookAgain()
    }
  }
}

const hasMailbox = (account: ChannelAccount) =>
  account.kind === 'email' && account.active && mailSettingsOf(account)?.imap !== undefined

/** Reads one mailbox until stopped, reconnecting whatever happens. */
function startMailbox(account: ChannelAccount, needs: Needs): () => Promise<void> {
  const stopped = new AbortController()
  const { signal } = stopped
  let failingSince: number | undefined
  const pauses = createPauses()
  /** Returns how long to wait before the next attempt. */
  const attempt = async (): Promise<number> => {
    let openedAt: number | undefined
    const onOpened = () => {
      openedAt = performance.now()
      failingSince = undefined
    }
    const lasted = () => (openedAt === undefined ? 0 : performance.now() - openedAt)
    try {
      return (await readOnce(account, needs, signal, onOpened)) ? pauses.afterEnd(lasted()) : needs.leaseMs / 3
    } catch (error) {
      failingSince ??= performance.now()
      const isRefused = refusesSignIn(error)
      const trouble = performance.now() - failingSince < TROUBLE_MS ? undefined : 'failing'
      tell(account, needs, error as Error, isRefused ? 'disconnected' : trouble)
      return isRefused ? REFUSED_PAUSE_MS : pauses.afterFailure(lasted())
    }
  }
  const loop = async () => {
    while (!signal.aborted) await pause(await attempt(), signal)
  }
  const done = loop()
  return async () => {
    stopped.abort()
    await done
  }
}

function tell(
  { id: channelId }: ChannelAccount,
  { seen, logger }: Needs,
  error: Error,
  state: 'failing' | 'disconnected' | undefined
): void {
  logger.warn({ err: error, channelId }, 'could not read a mailbox')
  const words = (error as { responseText?: string }).responseText ?? error.message
  const said = state === 'disconnected' ? `The mailbox rejected the user name or password: ${words}` : words
  if (state) seen(channelId, 'receiving', { state, error: said })
}

/** Reads a mailbox as long as its connection and lease last; false if another process is reading it. */
async function readOnce(
  account: ChannelAccount,
  needs: Needs,
  signal: AbortSignal,
  onOpened: () => void
): Promise<boolean> {
  const { mailboxes, reach, receive, largest, leaseMs, clock, seen } = needs
  const imap = mailSettingsOf(account)!.imap!
  const taken = await mailboxes.take(account.id, clock.now())
  if (!taken) return false
  const { fence, readUntil } = taken
  const client = imapClient(imap, await reach(imap).catch(error => release(error)))
  const close = () => client.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    // stops before the mailbox is released: a late renewal would take it again
    await using _lease = startRepeating(
      leaseMs / 3,
      async () => void ((await mailboxes.renew(account.id, fence, clock.now())) || close()),
      close
    )
    await client.connect()
    const opened = () => {
      onOpened()
      seen(account.id, 'receiving', { state: 'connected' })
    }
    const advance = async (until: NonNullable<typeof readUntil>) => {
      if (!(await mailboxes.advance(account.id, fence, until)))
        throw new Error('another process is reading the mailbox now')
    }
    const reading = { client, account, receive, advance, opened, largest, now: () => clock.now() }
    await readMailbox(reading, readUntil, signal)
    return true
  } finally {
    signal.removeEventListener('abort', close)
    close()
    await mailboxes.release(account.id, fence).catch(() => undefined)
  }

  async function release(error: Error): Promise<never> {
    await mailboxes.release(account.id, fence)
    throw error
  }
}
