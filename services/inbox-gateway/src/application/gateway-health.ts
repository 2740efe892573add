import { forever } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Beats } from '../outbound/beats.ts'

/** Whether agents are well placed on this gateway. */
export interface Standing extends AsyncDisposable {
  /** Presence does not hear this gateway although it hears others. */
  unheard(gatewayId: string): void
  /** Whether agents may connect. */
  welcome(): boolean
}

interface Dependencies {
  beats: Pick<Beats, 'gatewayId' | 'silentMs'>
  /** Whether events arrive. */
  informed: () => boolean
  /** Agents are to go to another gateway. */
  onLost: () => void
  logger: Logger
}

const CHECK_MS = 500
/** A report is due every second: what was said about us before the last one is out of date. */
const HEARD_MS = 2500
/** Neither heard nor informed for as long: what the agents see is not true any more, and they count as gone soon. */
const CUT_OFF_MS = 10_000

/**
 * A gateway that presence does not hear must not keep its agents: they would be demoted while they work. Whether others
 * are heard only presence knows (while nobody is, nobody is demoted, and moving would help nobody), so presence says it.
 */
export function watchStanding({ beats, informed, onLost, logger }: Dependencies): Standing {
  let lost = false
  let informedAt = performance.now()

  const lose = (why: string) => {
    if (lost) return
    lost = true
    logger.error({ why }, 'agents are sent to other gateways')
    onLost()
  }
  const check = async () => {
    if (informed()) informedAt = performance.now()
    if (lost && beats.silentMs() < HEARD_MS) {
      lost = false
      logger.info('agents are welcome again')
    } else if (Math.min(beats.silentMs(), performance.now() - informedAt) > CUT_OFF_MS) lose('cut off')
  }
  const checking = forever(CHECK_MS, check, error => logger.error({ err: error }, 'standing not checked'))
  return {
    unheard(gatewayId) {
      if (gatewayId === beats.gatewayId && beats.silentMs() > HEARD_MS) lose('unheard')
    },
    welcome: () => !lost,
    [Symbol.asyncDispose]: () => checking[Symbol.asyncDispose]()
  }
}
