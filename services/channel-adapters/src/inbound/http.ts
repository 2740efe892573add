import { type ChannelHealth, getChannelHealth } from '@inbox/contracts'
import type { Deliveries } from '@inbox/delivery'
import { type Route, route } from '@inbox/http'
import { ok } from '@inbox/kernel'
import type { Asked } from '../application/deliver.ts'

/** Everything that is asked of us. */
export const routes = (deliveries: Pick<Deliveries<Asked>, 'health'>): Route[] => [
  route(getChannelHealth, async ({ params }) => {
    const { state, since, error, retryAt, backlog, oldest } = await deliveries.health(params.id)
    const health: ChannelHealth = {
      ...{ state, since: since.toISOString(), backlog },
      ...(error !== undefined && { error }),
      ...(retryAt && { retryAt: retryAt.toISOString() }),
      ...(oldest && { oldest: oldest.toISOString() })
    }
    return ok(health)
  })
]
