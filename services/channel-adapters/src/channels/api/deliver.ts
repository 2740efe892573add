import { deliveryIdOf } from '../../domain/delivery.ts'
import { outcomeOf } from '../../outbound/post-outcome.ts'
import { signedHeaders } from '../../outbound/signed-headers.ts'
import type { ChannelContext, Deliver } from '../channel.ts'
import { bodyOf, secretsIn } from './translate.ts'

const NO_ADDRESS = 'the channel has no callback address'

/** Posts an answer to the address of the channel's adapter. */
export const deliverToApi =
  ({ client, clock }: Pick<ChannelContext, 'client' | 'clock'>): Deliver =>
  async (delivery, settings, signal) => {
    const { callbackUrl: url, secret } = settings
    if (typeof url !== 'string') return { kind: 'disconnected', error: NO_ADDRESS, notSetUp: true }
    const body = bodyOf(delivery)
    const headers = signedHeaders(deliveryIdOf(delivery), body, secretsIn(secret), clock.now())
    return outcomeOf(await client.post({ url, headers, body, signal }), clock.now(), 'the callback')
  }
