import { startRepeating } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { GatewayHealth } from '../application/gateway-health.ts'
import type { Previews } from '../application/previews.ts'
import type { Sockets } from './sockets.ts'

interface Dependencies {
  health: Pick<GatewayHealth, 'check'>
  previews: Pick<Previews, 'repeat'>
  sockets: Pick<Sockets, 'endExpired' | 'sendAway'>
  slow: { end(): void }
  logger: Logger
}

/** How often gateways tell each other who is viewing what. */
export const REPEAT_PREVIEWS_MS = 10_000
const CHECK_HEALTH_MS = 500
const END_MS = 1000

/** Periodic work; beats are reported to presence at a pace of their own (outbound/beats.ts). */
export function timers({ health, previews, sockets, slow, logger }: Dependencies): AsyncDisposable {
  const stack = new AsyncDisposableStack()
  const every = (ms: number, what: string, work: () => void) =>
    stack.use(
      startRepeating(
        ms,
        async () => work(),
        error => logger.error({ err: error }, `${what} failed`)
      )
    )
  every(CHECK_HEALTH_MS, "checking this gateway's health", () => {
    if (health.check()) void sockets.sendAway()
  })
  every(REPEAT_PREVIEWS_MS, 'repeating previews', previews.repeat)
  every(END_MS, 'closing expired sockets', sockets.endExpired)
  every(END_MS, 'closing sockets that do not read', slow.end)
  return stack
}
