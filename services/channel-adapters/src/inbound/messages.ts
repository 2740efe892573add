import {
  type ChannelKind,
  channelChanged,
  channelHealthChanged,
  channelKind,
  contactErased,
  conversationAttended,
  deliveryRequested,
  messagesErased
} from '@inbox/contracts'
import type { Deliveries } from '@inbox/delivery'
import { type Consumer, defineConsumer, on, type Subscription } from '@inbox/messaging'
import type { ForgetContact } from '../application/forget-contact.ts'
import type { WatchChannels } from '../application/watch-channels.ts'
import type { Channels } from '../channels/channels.ts'
import type { DeliveryEnvelope } from '../domain/delivery.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'

type Deliver = (asked: DeliveryEnvelope) => Promise<void>

/** Answers to send, in order per conversation; each kind has a broker queue, so that none waits for another. */
const requestsFor = (part: ChannelKind | '', deliver: Deliver): Consumer =>
  defineConsumer({
    name: ['channel-adapters.deliveries', part].filter(Boolean).join('-'),
    prefetch: 100,
    order: 'kept',
    handlers: [on(deliveryRequested, deliver, part)]
  })

/** What to consume to serve these kinds; requests for the others are `left` in their broker queues. */
export const requestsOf = (kinds: readonly ChannelKind[]) => ({
  // the broker queue of an older version does not say which kind an answer is
  served: (deliver: Deliver): Consumer[] => [...kinds, '' as const].map(part => requestsFor(part, deliver)),
  left: channelKind.options.filter(kind => !kinds.includes(kind)).map(kind => requestsFor(kind, async () => undefined))
})

/** What contacts may see of their agents; goes to one of the processes that serve the kind. */
export const attention = (kinds: readonly ChannelKind[], channels: Channels): Consumer[] =>
  kinds.flatMap(kind => {
    const attend = channels.get(kind)?.attend
    if (!attend) return []
    const handle = on(conversationAttended, ({ data, occurredAt }) => attend(data, new Date(occurredAt)), kind)
    return [defineConsumer({ name: `channel-adapters.attention-${kind}`, prefetch: 20, handlers: [handle] })]
  })

/** Erased contacts, whatever kinds a process serves. */
export const erasures = (forget: ForgetContact): Consumer =>
  defineConsumer({
    name: 'channel-adapters.erasures',
    prefetch: 5,
    handlers: [
      on(contactErased, ({ data }) => forget.contact(data)),
      on(messagesErased, ({ data }) => forget.messages(data))
    ]
  })

interface Changing {
  accounts: Pick<ChannelAccounts, 'refresh'>
  channels: Channels
  deliveries: Pick<Deliveries<DeliveryEnvelope>, 'reconnect'>
  watch: WatchChannels
}

/** Administrators' changes; every process gets them. A disconnected channel is tried again with its new settings. */
export const changes = ({ accounts, channels, deliveries, watch }: Changing): Omit<Subscription, 'onGap'> => ({
  prefetch: 100,
  handlers: [
    on(channelChanged, async ({ data: { channel } }) => {
      if (!channels.has(channel.kind)) return
      // even if no process has tried it since its start; first, as an attempt with the new settings may report its own
      for (const side of ['sending', 'receiving'] as const) watch.seen(channel.id, side, { state: 'connected' })
      await accounts.refresh()
      deliveries.reconnect(channel.id)
    }),
    on(channelHealthChanged, async ({ data: { channelId, side, state } }) =>
      watch.told(channelId, side ?? 'sending', state)
    )
  ]
})
