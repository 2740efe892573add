import type { Logger } from '@inbox/telemetry'
import type { Beats } from '../outbound/beats.ts'

/** Whether this gateway serves agents well. A method that finds it no longer does returns true: send them elsewhere. */
export interface GatewayHealth {
  /** Presence does not hear this gateway although it hears others. */
  unheard(gatewayId: string): boolean
  /** Looks at what presence and the broker now say about us. */
  check(): boolean
  /** Whether agents may connect. */
  welcome(): boolean
}

/** A report is due every second, so a complaint that we are unheard is out of date if presence took one since. */
const HEARD_MS = 2500
/** Neither heard nor informed for this long: what the agents see is stale, and they will soon count as gone. */
const CUT_OFF_MS = 10_000

/**
 * A gateway that presence does not hear must not keep its agents: they would be demoted while they work. Only presence
 * knows whether it hears other gateways (while it hears none, nobody is demoted and moving would not help), so presence
 * tells us. `informed`: whether events arrive.
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
    logger.error({ why }, 'sending agents to other gateways')
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
      if (!lost) logger.info('accepting agents again')
      return false
    },
    welcome: () => !lost
  }
}
