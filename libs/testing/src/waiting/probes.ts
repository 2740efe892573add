import { manageBroker } from '../stores/broker-management.ts'
import type { Probe } from './settle.ts'

type Activity = () => Record<string, number>

/** In-process: all counts of these `activity()` functions (handlers running, messages unconfirmed, …) are zero. */
export const inactive = (...activities: readonly Activity[]): Probe =>
  function handlersRunning() {
    return activities.every(activity => Object.values(activity()).every(count => count === 0))
  }

const WORK_GAUGES = /^(outbox_backlog|broker_unconfirmed|broker_handling)(\{[^}]*\})? ([\d.e+-]+)$/gm

/** Other processes: the gauges of work at `<url>/metrics` are zero (outbox entries, unconfirmed messages, handlers). */
export const metricsIdle = (...urls: readonly string[]): Probe =>
  async function servicesBusy() {
    const texts = await Promise.all(urls.map(async url => (await fetch(`${url}/metrics`)).text()))
    return texts.every(text => [...text.matchAll(WORK_GAUGES)].every(([, , , count]) => Number(count) === 0))
  }

interface BrokerQueueState {
  name: string
  messages?: number
}
/** RabbitMQ 3.10 refreshes the counts of quorum queues only so often (see rabbitmq-folder.ts): a zero must last. */
const COUNT_LAG_MS = 600

/** What lies in broker queues when nothing is to be done: parked messages, and the baton of the active matcher. */
const RESTING: Record<string, number> = { parking: Infinity, 'distribution.baton': 1 }

/**
 * Every broker queue of the vhost has held no more than rests there, for longer than its count may lag. What tests listen
 * with (`watch.…`) keeps everything.
 */
export function amqpQueuesEmpty(broker: { managementUrl: string; vhost: string }): Probe {
  let emptySince: number | undefined
  const path = `queues/${encodeURIComponent(broker.vhost)}?disable_stats=true&enable_queue_totals=true`
  return async function messagesInBroker() {
    const amqpQueues = (await manageBroker<BrokerQueueState[]>(broker.managementUrl, 'GET', path)) ?? []
    const full = amqpQueues.filter(
      ({ name, messages = 0 }) => !name.startsWith('watch.') && messages > (RESTING[name] ?? 0)
    )
    emptySince = full.length === 0 ? (emptySince ?? performance.now()) : undefined
    if (emptySince === undefined) return full.map(({ name, messages }) => `${messages} in ${name}`).join(', ')
    return performance.now() - emptySince > COUNT_LAG_MS
  }
}
