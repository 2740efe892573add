import { type ChannelAccount, listChannelAccounts, standardSettings } from '@inbox/contracts'
import type { Client } from '@inbox/http'
import { createLatestVersions, type Replica, startReplica } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'

/** What channels are reached with, also by what counts where nothing is set, as the directory last told; secrets never travel by the broker, so changes are read from it. */
export interface ChannelAccounts extends Replica {
  get(channelId: string): ChannelAccount | undefined
  all(): Iterable<ChannelAccount>
}

export function channelAccounts(client: Client, logger: Logger): ChannelAccounts {
  const accounts = createLatestVersions<ChannelAccount>(({ id }) => id)
  return {
    ...startReplica({
      of: 'the channels',
      read: () => client.call(listChannelAccounts, {}),
      take: ({ items }) => items.map(complete).forEach(accounts.take),
      logger
    }),
    get: accounts.get,
    all: accounts.values
  }
}

const complete = (account: ChannelAccount): ChannelAccount => ({
  ...account,
  settings: { ...standardSettings[account.kind], ...account.settings }
})
