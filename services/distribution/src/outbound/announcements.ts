import { announcePosition } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'
import type { PositionNotice } from '../domain/position-notices.ts'

/** Asks queue to tell a contact their place. If one is lost, the next makes up for it. */
export type AnnouncePosition = (notice: PositionNotice, origin: Origin) => void

export const createAnnouncePosition =
  (broker: Pick<Broker, 'publish'>, clock: Clock, logger: Logger): AnnouncePosition =>
  (notice, origin) => {
    const about = { key: notice.conversationId, version: 0, occurredAt: clock.now(), ...origin }
    broker
      .publish(announcePosition, newEnvelope(announcePosition, { ...about, data: notice }))
      .catch(error => logger.info({ err: error }, 'could not announce a position in the queue'))
  }
