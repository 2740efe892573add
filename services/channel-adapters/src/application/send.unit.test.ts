import type { ChannelAccount, ChannelKind } from '@inbox/contracts'
import type { Delivery } from '@inbox/delivery'
import { systemClock } from '@inbox/kernel'
import { expect, test } from '@jest/globals'
import { aDelivery, CHANNEL } from '../../test/builders.ts'
import type { Channel } from '../channels/channel.ts'
import type { DeliveryEnvelope } from '../domain/delivery.ts'
import { createSend } from './send.ts'

const account: ChannelAccount = {
  ...{ id: CHANNEL.id, version: 1, kind: 'api', departmentId: 'sales', active: true, settings: {} }
}
const delivery = { target: CHANNEL.id, payload: aDelivery('c', 'm') } as Delivery<DeliveryEnvelope>
const channel: Channel = { deliver: async () => ({ kind: 'sent' }), idempotent: true }

/** Sends from a process that knows `known` once it has read its channels, if it does within its patience. */
function attempt({ hears, known }: { hears: boolean; known?: ChannelAccount }) {
  let ready = false
  const refresh = async () => {
    if (!hears) return new Promise<void>(() => undefined)
    ready = true
  }
  const send = createSend({
    accounts: { get: () => (ready ? known : undefined), ready: () => ready, refresh },
    channels: new Map<ChannelKind, Channel>([['api', channel]]),
    addresses: { inMessage: message => message },
    ratingUrl: () => '',
    clock: systemClock
  })
  return send(delivery, hears ? AbortSignal.timeout(60_000) : AbortSignal.abort())
}

test('an answer that is due before a process knows its channels leaves as soon as it does', async () => {
  expect(await attempt({ hears: true, known: account })).toEqual({ kind: 'sent' })
})

test('until then, that does not count as a failed attempt', async () => {
  expect((await attempt({ hears: false, known: account })).kind).toBe('later')
})

test('an answer on an unknown channel is retried at ever longer intervals', async () => {
  expect((await attempt({ hears: true })).kind).toBe('retry')
})
