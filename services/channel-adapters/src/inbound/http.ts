import {
  type ChannelAccount,
  type ChannelHealth,
  type ChannelProblem,
  getChannelConnection,
  getChannelHealth,
  listChannelHealth,
  listChannelPayloads,
  listChannelTemplates,
  testChannel
} from '@inbox/contracts'
import type { Backlog, Deliveries } from '@inbox/delivery'
import { type Route, route, userOf } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { Channels } from '../channels/channels.ts'
import type { DeliveryEnvelope } from '../domain/delivery.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'
import type { ChannelStates, SideState, SideStates } from '../store/channel-states.ts'
import type { Payloads } from '../store/payloads.ts'
import type { Audit } from './audit.ts'

interface Dependencies {
  deliveries: Pick<Deliveries<DeliveryEnvelope>, 'health' | 'backlog' | 'backlogs'>
  states: Pick<ChannelStates, 'get' | 'all'>
  accounts: Pick<ChannelAccounts, 'get' | 'all'>
  channels: Channels
  payloads: Pick<Payloads, 'list'>
  audit: Audit
  /** What is wrong with a channel; undefined if there is no way to ask. */
  test: (channelId: string) => Promise<ChannelProblem[] | undefined>
  publicUrl: string
}

/** Everything that can be asked of this service. */
export const routes = ({
  deliveries,
  states,
  accounts,
  channels,
  payloads,
  audit,
  test,
  publicUrl
}: Dependencies): Route[] => [
  route(getChannelHealth, async ({ params: { id } }) => {
    const account = accounts.get(id)
    if (!account) return reject('not-found', 'No such channel')
    const [stored, backlog, told] = await Promise.all([
      states.get(id),
      deliveries.backlog(id),
      channels.get(account.kind)?.account?.(id)
    ])
    const own = deliveries.health(id)
    const { retryAt } = own
    return ok({
      ...healthOf({ sending: own, ...stored }, backlog, isNotSetUp(account, channels)),
      ...(retryAt && { retryAt: retryAt.toISOString() }),
      ...(told && { account: told })
    })
  }),
  route(listChannelHealth, async ({ caller }) => {
    const agent = userOf(caller).role === 'agent'
    const [stored, backlogs] = await Promise.all([
      states.all(),
      agent ? new Map<string, Backlog>() : deliveries.backlogs()
    ])
    const notSetUp = new Set([...accounts.all()].filter(each => isNotSetUp(each, channels)).map(({ id }) => id))
    const ids = new Set([...stored.keys(), ...backlogs.keys(), ...notSetUp])
    const items = [...ids]
      .filter(id => accounts.get(id)?.active)
      .map(id => {
        const seen = { sending: deliveries.health(id), ...stored.get(id) }
        return { channelId: id, ...healthOf(seen, backlogs.get(id), notSetUp.has(id)) }
      })
      .filter(
        ({ state, receiving, backlog, notSetUp: awaits }) =>
          [state, receiving?.state ?? 'connected'].some(each => each !== 'connected') || backlog > 0 || awaits
      )
    return ok({ items: agent ? items.map(withoutWords) : items })
  }),
  route(getChannelConnection, async ({ params: { id } }) => {
    const account = accounts.get(id)
    if (!account) return reject('not-found', 'No such channel')
    const { webhook, embedding, test: testable } = channels.get(account.kind) ?? {}
    return ok({
      testable: testable !== undefined,
      ...(webhook && { webhook: new URL(`/v1/${account.kind}/${id}/${webhook}`, publicUrl).href }),
      ...(await embedding?.(id))
    })
  }),
  route(listChannelTemplates, async ({ params: { id } }) => {
    const account = accounts.get(id)
    if (!account) return reject('not-found', 'No such channel')
    return ok({ items: (await channels.get(account.kind)?.templates?.(id)) ?? [] })
  }),
  route(listChannelPayloads, async call => {
    const { id } = call.params
    const { problem, cursor, limit } = call.query
    if (!accounts.get(id)) return reject('not-found', 'No such channel')
    audit(call, 'read')
    const { items, nextCursor } = await payloads.list({ channelId: id, problem: problem === 'true' }, { cursor, limit })
    const shown = items.map(({ receivedAt, problems, ...payload }) => ({
      id: payload.id,
      receivedAt: receivedAt.toISOString(),
      body: payload.body,
      problems: [...problems]
    }))
    return ok({ items: shown, nextCursor })
  }),
  route(testChannel, async ({ params: { id } }) => {
    const problems = await test(id)
    if (!problems) return reject('not-found', 'No such channel, or its provider cannot be tested')
    return ok({ ok: problems.length === 0, problems })
  })
]

const isNotSetUp = ({ kind, settings }: ChannelAccount, channels: Channels) =>
  channels.get(kind)?.awaitsSettings?.(settings) ?? false

const healthOf = (
  { sending, receiving }: SideStates & { sending: SideState },
  waiting: Backlog | undefined,
  notSetUp: boolean
): ChannelHealth => ({
  ...sideOf(sending),
  backlog: waiting?.count ?? 0,
  ...(waiting && { oldest: waiting.oldest.toISOString() }),
  ...(notSetUp && { notSetUp }),
  ...(receiving && { receiving: sideOf(receiving) })
})

const sideOf = ({ state, since, error }: SideState) => ({
  state,
  since: since.toISOString(),
  ...(error !== undefined && { error })
})

/** For agents: servers' own words are for administrators. */
function withoutWords<Health extends ChannelHealth>({ error: _, receiving, ...health }: Health) {
  const { error: __, ...side } = receiving ?? {}
  return { ...health, ...(receiving && { receiving: side as NonNullable<ChannelHealth['receiving']> }) }
}
