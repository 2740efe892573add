import { channelChanged, channelHealthChanged, deliveryRequested } from '@inbox/contracts'
import type { Deliveries } from '@inbox/delivery'
import { type Consumer, defineConsumer, on, type Subscription } from '@inbox/messaging'
import type { WatchChannels } from '../application/watch-channels.ts'
import { channels } from '../channels/channels.ts'
import type { Asked } from '../domain/delivery.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'

/** Answers that are to leave, in order per conversation. */
export const requests = (deliver: (asked: Asked) => Promise<void>): Consumer =>
  defineConsumer({
    name: 'channel-adapters.deliveries',
    prefetch: 100,
    order: 'kept',
    handlers: [on(deliveryRequested, deliver)]
  })

/** What administrators change; every process hears it. A channel that was given up is tried again with what is set now. */
export const changes = (
  accounts: Pick<ChannelAccounts, 'refresh'>,
  deliveries: Pick<Deliveries<Asked>, 'reconnect'>,
  watch: WatchChannels
): Omit<Subscription, 'onGap'> => ({
  prefetch: 100,
  handlers: [
    on(channelChanged, async ({ data: { channel } }) => {
      if (!channels[channel.kind]) return
      await accounts.refresh()
      deliveries.reconnect(channel.id)
      // also one that no process has tried since it started
      watch.seen(channel.id, { state: 'connected' })
    }),
    on(channelHealthChanged, async ({ data: { channelId, state } }) => watch.told(channelId, state))
  ]
})
