import { type ChannelHealth, getChannelHealth, getChannelWidget, listChannelHealth } from '@inbox/contracts'
import type { Backlog, Deliveries } from '@inbox/delivery'
import { type Route, route, userOf } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { Asked } from '../domain/delivery.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'
import type { ChannelStateDocument, ChannelStates } from '../store/channel-states.ts'
import type { Widgets } from '../store/widgets.ts'

type Seen = Pick<ChannelStateDocument, 'state' | 'since' | 'error'>

interface Dependencies {
  deliveries: Pick<Deliveries<Asked>, 'health' | 'backlogs'>
  states: Pick<ChannelStates, 'get' | 'all'>
  accounts: Pick<ChannelAccounts, 'get'>
  widgets: Pick<Widgets, 'lastShown'>
  publicUrl: string
}

/** Everything that is asked of us. */
export const routes = ({ deliveries, states, accounts, widgets, publicUrl }: Dependencies): Route[] => [
  route(getChannelHealth, async ({ params: { id } }) => {
    if (!accounts.get(id)) return reject('not-found', 'No such channel')
    const [stored, backlogs] = await Promise.all([states.get(id), deliveries.backlogs()])
    const own = deliveries.health(id)
    const { retryAt } = own
    return ok({ ...healthOf(stored ?? own, backlogs.get(id)), ...(retryAt && { retryAt: retryAt.toISOString() }) })
  }),
  route(listChannelHealth, async ({ caller }) => {
    const agent = userOf(caller).role === 'agent'
    const [stored, backlogs] = await Promise.all([
      states.all(),
      agent ? new Map<string, Backlog>() : deliveries.backlogs()
    ])
    const known = new Map(stored.map(each => [each._id, each]))
    const ids = new Set([...known.keys(), ...backlogs.keys()])
    const items = [...ids]
      .filter(id => accounts.get(id)?.active)
      .map(id => ({ channelId: id, ...healthOf(known.get(id) ?? deliveries.health(id), backlogs.get(id)) }))
      .filter(({ state, backlog }) => state !== 'connected' || backlog > 0)
    return ok({ items: agent ? items.map(({ error: _, ...item }) => item) : items })
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

const healthOf = ({ state, since, error }: Seen, waiting: Backlog | undefined): ChannelHealth => ({
  ...{ state, since: since.toISOString(), backlog: waiting?.count ?? 0 },
  ...(error !== undefined && { error }),
  ...(waiting && { oldest: waiting.oldest.toISOString() })
})
