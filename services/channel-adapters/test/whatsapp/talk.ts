import type { Outcome } from '@inbox/delivery'
import { type DoubleClient, type Phone, startWhatsAppDouble } from '@inbox/whatsapp-double'
import type { DeliveryRequest } from '../../src/domain/delivery.ts'
import { aDelivery } from '../builders.ts'
import { startWhatsapp } from './running-channel.ts'

type Running = Awaited<ReturnType<typeof startWhatsapp>>
export interface Talk extends Running {
  meta: DoubleClient
  phone: Phone
  /** Bodies of the messages that channel-ingest was given. */
  posted: () => ReturnType<Running['around']['at']>[number]['body'][]
  answer: (id: string, externalId: string, more?: Partial<DeliveryRequest>) => Promise<Outcome>
}

/** Ana, whose phone shows what a number of the Cloud API has sent her. */
export async function startTalk(): Promise<Talk> {
  await using stack = new AsyncDisposableStack()
  const it = stack.use(await startWhatsapp())
  const { client: meta, url } = stack.use(await startWhatsAppDouble())
  const number = await meta.addNumber({})
  const { phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken } = number
  const settings = { phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken, baseUrl: url }
  it.account.settings = settings
  await meta.subscribe(phoneNumberId, `${it.url}/v1/whatsapp/shop/webhook`)
  const customer = await meta.addCustomer({ name: 'Ana', phone: '351911111111' })
  const phone = meta.phone(phoneNumberId, customer.id)
  const kept = stack.move()
  return {
    ...it,
    meta,
    phone,
    posted: () => it.around.at('/v1/messages').map(({ body }) => body),
    answer: (id: string, externalId: string, more: Partial<DeliveryRequest> = {}) => {
      const { data } = aDelivery('c1', id, { contact: { id: 'k', externalId, name: 'Ana' }, ...more })
      return it.deliver(data, settings, AbortSignal.timeout(10_000))
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}
