import { type DataOf, type MessageType, previewsChanged, typingSeen } from '@inbox/contracts'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'

type GatewayNotice<Type extends MessageType> = Omit<DataOf<Type>, 'gatewayId'>

/** Notifies other gateways of what happens on our sockets. Nobody waits for it: what is lost is repeated or soon outdated. */
export interface NotifyGateways {
  previews(said: GatewayNotice<typeof previewsChanged>): void
  typing(said: GatewayNotice<typeof typingSeen>): void
}

export function createNotifyGateways(
  broker: Pick<Broker, 'publish'>,
  gatewayId: string,
  logger: Logger
): NotifyGateways {
  let version = 0
  const notify = (type: MessageType, said: { conversationId: string }) => {
    version += 1
    const about = { key: said.conversationId, version, occurredAt: new Date(), correlationId: newId() }
    broker
      .publish(type, newEnvelope(type, { ...about, data: { ...said, gatewayId } }))
      .catch(error => logger.debug({ err: error, type: type.type }, 'could not notify other gateways'))
  }
  return {
    previews: said => notify(previewsChanged, said),
    typing: said => notify(typingSeen, said)
  }
}
