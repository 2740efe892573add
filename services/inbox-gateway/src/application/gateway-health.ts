import type { Logger } from '@inbox/telemetry'
import type { Beats } from '../outbound/beats.ts'

/** Whether agents are well placed on this gateway. What loses that answers true: they are to go to another one. */
export interface GatewayHealth {
  /** Presence does not hear this gateway although it hears others. */
  unheard(gatewayId: string): boolean
  /** Looks at what presence and the broker say of us by now. */
  check(): boolean
  /** Whether agents may connect. */
  welcome(): boolean
}

/** A report is due every second: what was said about us before the last one is out of date. */
const HEARD_MS = 2500
/** Neither heard nor informed for as long: what the agents see is not true any more, and they count as gone soon. */
const CUT_OFF_MS = 10_000

/**
 * A gateway that presence does not hear must not keep its agents: they would be demoted while they work. Whether others
 * are heard only presence knows (while nobody is, nobody is demoted, and moving would help nobody), so presence says it.
 * `informed`: whether events arrive.
 */
export function createGatewayHealth(
  beats: Pick<Beats, 'gatewayId' | 'silentMs'>,
  informed: () => boolean,
  logger: Logger
): GatewayHealth {
  let lost = false
  let informedAt = performance.now()

  const lose = (why: string): boolean => {
    if (lost) return false
    lost = true
    logger.error({ why }, 'agents are sent to other gateways')
    return true
  }
  return {
    unheard: gatewayId => gatewayId === beats.gatewayId && beats.silentMs() > HEARD_MS && lose('unheard'),
    check() {
      if (informed()) informedAt = performance.now()
      if (!lost) {
        const cutOffMs = Math.min(beats.silentMs(), performance.now() - informedAt)
        return cutOffMs > CUT_OFF_MS && lose('cut off')
      }
      lost = beats.silentMs() >= HEARD_MS
      if (!lost) logger.info('agents are welcome again')
      return false
    },
    welcome: () => !lost
  }
}
