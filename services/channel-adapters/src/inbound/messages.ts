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

/** Answers that are to leave, in order per conversation; each kind has a broker queue, so that none waits for another. */
const requestsFor = (part: ChannelKind | '', deliver: Deliver): Consumer =>
  defineConsumer({
    name: ['channel-adapters.deliveries', part].filter(Boolean).join('-'),
    prefetch: 100,
    order: 'kept',
    handlers: [on(deliveryRequested, deliver, part)]
  })

/** What to consume where these kinds are served; what is asked of the others is `left` in its broker queue. */
export const requestsOf = (kinds: readonly ChannelKind[]) => ({
  // a queue of an older version does not say of which kind an answer is
  served: (deliver: Deliver): Consumer[] => [...kinds, '' as const].map(part => requestsFor(part, deliver)),
  left: channelKind.options.filter(kind => !kinds.includes(kind)).map(kind => requestsFor(kind, async () => undefined))
})

/** What contacts may see of their agents, told to one of the processes that serve the kind. */
export const attention = (kinds: readonly ChannelKind[], channels: Channels): Consumer[] =>
  kinds.flatMap(kind => {
    const attend = channels.get(kind)?.attend
    if (!attend) return []
    const handle = on(conversationAttended, ({ data, occurredAt }) => attend(data, new Date(occurredAt)), kind)
    return [defineConsumer({ name: `channel-adapters.attention-${kind}`, prefetch: 20, handlers: [handle] })]
  })

/** Contacts who are erased; whatever kinds a process serves. */
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

/** What administrators change; every process hears it. A channel that was given up is tried again with what is set now. */
export const changes = ({ accounts, channels, deliveries, watch }: Changing): Omit<Subscription, 'onGap'> => ({
  prefetch: 100,
  handlers: [
    on(channelChanged, async ({ data: { channel } }) => {
      if (!channels.has(channel.kind)) return
      // also one that no process has tried since it started; before whoever tries it with the new settings tells how that went
      for (const side of ['sending', 'receiving'] as const) watch.seen(channel.id, side, { state: 'connected' })
      await accounts.refresh()
      deliveries.reconnect(channel.id)
    }),
    on(channelHealthChanged, async ({ data: { channelId, side, state } }) =>
      watch.told(channelId, side ?? 'sending', state)
    )
  ]
})
