import { deliveryIdOf } from '../../domain/delivery.ts'
import { outcomeOf } from '../../outbound/post-outcome.ts'
import type { ChannelContext, Deliver } from '../channel.ts'
import { bodyOf, headersOf } from './translate.ts'

const NO_ADDRESS = 'the channel has no callback address'

/** Posts an answer to the address of the channel's adapter. */
export const deliverToApi =
  ({ client, clock }: Pick<ChannelContext, 'client' | 'clock'>): Deliver =>
  async (delivery, settings, signal) => {
    const { callbackUrl: url, secret } = settings
    if (typeof url !== 'string') return { kind: 'disconnected', error: NO_ADDRESS, notSetUp: true }
    const body = bodyOf(delivery)
    const key = typeof secret === 'string' ? secret : undefined
    const headers = headersOf(deliveryIdOf(delivery), body, key, clock.now())
    return outcomeOf(await client.post({ url, headers, body, signal }), clock.now())
  }
