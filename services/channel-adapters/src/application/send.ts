import type { Delivery, Outcome } from '@inbox/delivery'
import type { MediaAddresses } from '@inbox/http'
import type { Means } from '../channels/channel.ts'
import { channels } from '../channels/channels.ts'
import type { Asked } from '../domain/delivery.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'

/** One attempt to bring an answer to the provider of its channel. */
export function createSend(
  accounts: Pick<ChannelAccounts, 'get'>,
  means: Means,
  addresses: Pick<MediaAddresses, 'inMessage'>
): (delivery: Delivery<Asked>, signal: AbortSignal) => Promise<Outcome> {
  return async ({ target, payload }, signal) => {
    const account = accounts.get(target)
    const channel = account && channels[account.kind]
    if (!channel) return { kind: 'retry', error: 'the directory has not told of the channel yet' }
    const delivery = addresses.inMessage(payload.data, means.clock.now())
    return channel.deliver(delivery, account.settings, means, signal)
  }
}
