import { type ChannelAccount, listChannelAccounts, standardSettings } from '@inbox/contracts'
import type { Client } from '@inbox/http'
import { createLatestVersions, type Replica, startReplica } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'

/** Channels' settings, with defaults, as last read from the directory; secrets never travel over the broker. */
export interface ChannelAccounts extends Replica {
  get(channelId: string): ChannelAccount | undefined
  all(): Iterable<ChannelAccount>
  /** Calls `listener` whenever a channel is new or its settings changed, for the life of this process. */
  whenChanged(listener: () => void): void
}

export function channelAccounts(client: Client, logger: Logger): ChannelAccounts {
  const accounts = createLatestVersions<ChannelAccount>(({ id }) => id)
  const listeners: (() => void)[] = []
  return {
    ...startReplica({
      of: 'the channels',
      read: () => client.call(listChannelAccounts, {}),
      take({ items }) {
        const news = items.map(complete).filter(accounts.take)
        if (news.length > 0) for (const listener of listeners) listener()
      },
      logger
    }),
    get: accounts.get,
    all: accounts.values,
    whenChanged: listener => void listeners.push(listener)
  }
}

const complete = (account: ChannelAccount): ChannelAccount => ({
  ...account,
  settings: { ...standardSettings[account.kind], ...account.settings }
})
