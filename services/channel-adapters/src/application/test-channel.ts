import type { ChannelProblem } from '@inbox/contracts'
import { Retryable } from '@inbox/kernel'
import { pause, within } from '@inbox/runtime'
import type { Channels } from '../channels/channels.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'

/** Together shorter than the 15 s that the gateway waits. */
const DIRECTORY_MS = 3000
const PROVIDER_MS = 10_000

/** Asks a channel's provider whether its settings work; undefined if there is no such channel, or no way to ask. */
export const createTestChannel =
  (accounts: Pick<ChannelAccounts, 'get' | 'refresh'>, channels: Channels) =>
  async (channelId: string): Promise<ChannelProblem[] | undefined> => {
    await newest(accounts)
    const account = accounts.get(channelId)
    const test = account && channels.get(account.kind)?.test
    if (!test) return undefined
    const unreached = (error: Error): ChannelProblem[] => [{ code: 'unreachable', detail: error.message }]
    return within(PROVIDER_MS, signal => test(account, signal)).catch(unreached)
  }

/** The event about settings just saved may not have arrived yet. */
async function newest(accounts: Pick<ChannelAccounts, 'refresh'>): Promise<void> {
  const read = new AbortController()
  const late = pause(DIRECTORY_MS, read.signal).then(() => {
    if (!read.signal.aborted) throw new Retryable("could not read the channel's settings from the directory")
  })
  await Promise.race([accounts.refresh(), late]).finally(() => read.abort())
}
