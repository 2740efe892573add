import { gatewayUnheard } from '@inbox/contracts'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Presences } from '../store/presences.ts'

/** Tells gateways over the broker that they go unheard: they may not know, nor whether others are heard. */
export const createReportUnheardGateways =
  (unheard: Presences['unheard'], broker: Pick<Broker, 'publish'>, logger: Logger) => async (): Promise<void> => {
    for (const gatewayId of await unheard()) {
      logger.warn({ gatewayId }, 'no beats from a gateway, although others send them')
      const data = { gatewayId }
      const about = { key: gatewayId, version: Date.now(), occurredAt: new Date(), correlationId: newId() }
      await broker.publish(gatewayUnheard, newEnvelope(gatewayUnheard, { ...about, data }))
    }
  }
