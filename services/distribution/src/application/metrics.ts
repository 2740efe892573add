import { counter, gauge } from '@inbox/telemetry'
import { estimateForNext } from '../domain/line.ts'
import type { Department, Replica } from '../domain/replica.ts'

export const offersSent = counter('matcher_offers_total', 'Offers sent to queue', ['strategy'])
export const offersRefused = counter('matcher_offers_refused_total', 'Offers that queue refused', ['code'])
export const repairs = counter('matcher_repairs_total', 'Changes found in a snapshot that no event had announced', [
  'of'
])
export const rebuildSeconds = gauge('matcher_rebuild_seconds', 'How long the last rebuild from snapshots took')

let watched: Replica | undefined

/** Selects whose figures are shown: the active matcher's; undefined on a standby. */
export function watch(replica: Replica | undefined): void {
  watched = replica
}

gauge('matcher_active', '1 if this process is the active matcher', [], metric => metric.set(watched ? 1 : 0))

gauge('matcher_in_flight', 'Offers sent and not yet answered', [], metric =>
  metric.set([...(watched?.agents.values() ?? [])].reduce((sum, { onTheWay }) => sum + onTheWay, 0))
)

gauge('matcher_waiting', 'Conversations waiting for an offer', ['department'], metric => {
  metric.reset()
  for (const { id, waiting } of watched?.departments.values() ?? []) metric.set({ department: id }, waiting.size)
})

gauge(
  'matcher_head_age_seconds',
  'How long the first conversation of the department has been waiting',
  ['department'],
  metric => {
    metric.reset()
    for (const { id, waiting } of watched?.departments.values() ?? []) {
      const head = waiting.first()
      metric.set({ department: id }, head ? Math.max(0, (Date.now() - head.enqueuedAt) / 1000) : 0)
    }
  }
)

gauge('matcher_agents', 'Agents by chosen status and link', ['status', 'link'], metric => {
  metric.reset()
  for (const { presence, profile } of watched?.agents.values() ?? [])
    if (presence && profile?.active) metric.inc({ status: presence.status, link: presence.link })
})

gauge(
  'matcher_free_agents',
  'Agents eligible for an offer now, in departments with automatic distribution',
  ['department'],
  metric => {
    metric.reset()
    for (const { id, settings, freeIds } of watched?.departments.values() ?? [])
      if (settings?.distribution.mode === 'automatic') metric.set({ department: id }, freeIds.size)
  }
)

/** Agents who get offers, as far as their load allows. */
const present = () =>
  [...(watched?.agents.values() ?? [])].filter(
    ({ presence }) => presence?.link === 'connected' && presence.status === 'available'
  )

gauge('matcher_load', 'Slots in use of available agents', [], metric =>
  metric.set(present().reduce((sum, { load }) => sum + load, 0))
)

gauge('matcher_capacity', 'Slots of available agents', [], metric =>
  metric.set(present().reduce((sum, { profile }) => sum + (profile?.limit ?? 0), 0))
)

const ofLines = (metric: ReturnType<typeof gauge>, msOf: (department: Department) => number | undefined) => {
  metric.reset()
  for (const department of watched?.departments.values() ?? []) {
    const value = msOf(department)
    if (value !== undefined) metric.set({ department: department.id }, value / 1000)
  }
}
const judged = ({ line: { pace } }: Department) => (pace.estimates > 0 ? pace : undefined)

gauge('matcher_wait_estimate_seconds', 'Estimated wait of a conversation that arrives now', ['department'], metric =>
  ofLines(metric, department => estimateForNext(department, Date.now()))
)
gauge('matcher_wait_error_seconds', 'Recent average error of wait estimates', ['department'], metric =>
  ofLines(metric, department => judged(department)?.errorMs)
)
gauge('matcher_wait_bias_seconds', 'How much too long wait estimates have recently been', ['department'], metric =>
  ofLines(metric, department => judged(department)?.biasMs)
)
