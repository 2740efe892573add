import { manageBroker } from '../stores/broker-management.ts'
import type { Probe } from './settle.ts'

type Activity = () => Record<string, number>

/** In this process: all counts of these `activity()` functions (running handlers, unconfirmed messages, …) are zero. */
export const inactive = (...activities: readonly Activity[]): Probe =>
  function handlersRunning() {
    return activities.every(activity => Object.values(activity()).every(count => count === 0))
  }

const WORK_GAUGES = /^(outbox_backlog|broker_unconfirmed|broker_handling)(\{[^}]*\})? ([\d.e+-]+)$/gm

/** In other processes: the work gauges at `<url>/metrics` (outbox entries, unconfirmed messages, handlers) are zero. */
export const metricsIdle = (...urls: readonly string[]): Probe =>
  async function servicesBusy() {
    const texts = await Promise.all(urls.map(async url => (await fetch(`${url}/metrics`)).text()))
    return texts.every(text => [...text.matchAll(WORK_GAUGES)].every(([, , , count]) => Number(count) === 0))
  }

interface BrokerQueueState {
  name: string
  messages?: number
}
/** RabbitMQ 3.10 refreshes quorum queues' counts only this often (see rabbitmq-folder.ts), so a zero must last. */
const COUNT_LAG_MS = 600

/** What broker queues hold when there is nothing to do: parked messages, and the active matcher's baton. */
const RESTING: Record<string, number> = { parking: Infinity, 'distribution.baton': 1 }

/**
 * Every broker queue of the vhost has held no more than its resting content, for longer than its count may lag. The
 * queues that tests listen with (`watch.…`) keep everything, so they do not count.
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
