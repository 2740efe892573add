import { type Isolated, manageBroker } from '@inbox/testing'

/** Publishes raw bytes, bypassing all schemas; resolves once a broker queue has them. */
export async function publishRaw(
  broker: Pick<Isolated, 'managementUrl' | 'vhost'>,
  exchange: string,
  message: { routingKey: string; body: string; contentType?: string }
): Promise<void> {
  const { routingKey, body, contentType = 'application/json' } = message
  const answer = await manageBroker<{ routed: boolean }>(
    broker.managementUrl,
    'POST',
    `exchanges/${encodeURIComponent(broker.vhost)}/${exchange}/publish`,
    {
      ...{ routing_key: routingKey, payload: body, payload_encoding: 'string' },
      properties: { content_type: contentType, delivery_mode: 2 }
    }
  )
  if (!answer?.routed) throw new Error(`nobody takes ${routingKey} from ${exchange}`)
}
