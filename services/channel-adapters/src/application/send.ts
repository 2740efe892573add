import type { Delivery, Outcome } from '@inbox/delivery'
import type { MediaAddresses } from '@inbox/http'
import type { Clock } from '@inbox/kernel'
import type { Channels } from '../channels/channels.ts'
import type { DeliveryEnvelope } from '../domain/delivery.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'

interface Dependencies {
  accounts: Pick<ChannelAccounts, 'get'>
  channels: Channels
  addresses: Pick<MediaAddresses, 'inMessage'>
  clock: Clock
}

/** One attempt to bring an answer to the provider of its channel. */
export function createSend({
  accounts,
  channels,
  addresses,
  clock
}: Dependencies): (delivery: Delivery<DeliveryEnvelope>, signal: AbortSignal) => Promise<Outcome> {
  return async ({ target, payload }, signal) => {
    const account = accounts.get(target)
    const channel = account && channels.get(account.kind)
    if (!channel) return { kind: 'retry', error: 'the directory has not told of the channel yet' }
    return channel.deliver(addresses.inMessage(payload.data, clock.now()), account.settings, signal)
  }
}
