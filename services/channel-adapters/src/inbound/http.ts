import { type ChannelHealth, getChannelHealth, getChannelWidget } from '@inbox/contracts'
import type { Deliveries } from '@inbox/delivery'
import { type Route, route } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { Asked } from '../domain/delivery.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'
import type { Widgets } from '../store/widgets.ts'

/** Everything that is asked of us. */
export const routes = (
  deliveries: Pick<Deliveries<Asked>, 'health'>,
  accounts: Pick<ChannelAccounts, 'get'>,
  widgets: Pick<Widgets, 'lastShown'>,
  publicUrl: string
): Route[] => [
  route(getChannelHealth, async ({ params }) => {
    if (!accounts.get(params.id)) return reject('not-found', 'No such channel')
    const { state, since, error, retryAt, backlog, oldest } = await deliveries.health(params.id)
    const health: ChannelHealth = {
      ...{ state, since: since.toISOString(), backlog },
      ...(error !== undefined && { error }),
      ...(retryAt && { retryAt: retryAt.toISOString() }),
      ...(oldest && { oldest: oldest.toISOString() })
    }
    return ok(health)
  }),
  route(getChannelWidget, async ({ params: { id } }) => {
    if (accounts.get(id)?.kind !== 'webchat') return reject('not-found', 'No such web chat')
    const found = await widgets.lastShown(id)
    return ok({
      snippet: `<script src="${new URL(`/webchat/${id}/widget.js`, publicUrl)}" async></script>`,
      ...(found && { lastShown: { origin: found.origin, at: found.at.toISOString() } })
    })
  })
]
