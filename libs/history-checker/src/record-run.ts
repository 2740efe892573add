import { inSources, type System } from '@inbox/devstack'
import { amqpQueuesEmpty, metricsIdle, type Probe, settle } from '@inbox/testing'
import type { History, Rules } from './history.ts'
import { type QueueDatabase, readHistory } from './read-history.ts'
import { startBrokerWatch } from './watch-broker.ts'

const TOLD_BY = [
  'queue.events',
  'distribution.events',
  'presence.events',
  'directory.events',
  'channel-adapters.events'
]

export interface Ending {
  /** Ids of the messages that were answered 202; called once everything has settled. */
  accepted?: () => Iterable<string>
  /** Whether processes, stores or the network were disturbed: only then may a reconcile find something to repair. */
  faults: boolean
  rules?: Partial<Rules>
  /** What must be idle besides outboxes, handlers and the broker. */
  also?: readonly Probe[]
}

export interface Recording {
  /** The exchanges it listens to. */
  exchanges: readonly string[]
  /** Listens again to a deleted exchange as soon as it is redeclared. */
  listenAgain(exchange: string): Promise<void>
  /** Waits until everything has settled, and reads what the run left behind. */
  end(database: QueueDatabase, ending: Ending): Promise<History>
}

/**
 * Records the services' events from now on; start it before the first conversation. Listening costs the broker a copy
 * of everything, so benchmarks listen to no exchange, and only what shows without events is checked.
 */
export async function startRecording(system: System, exchanges = TOLD_BY): Promise<Recording> {
  const { stores } = system
  const urls = system.services.map(name => system.urls[name])
  const watching = await startBrokerWatch(stores, 'history', exchanges)
  return {
    exchanges,
    listenAgain: watching.listenAgain,
    async end(database, { accepted, faults, rules, also = [] }) {
      const scanned = faults ? [outboxesEmpty(database)] : []
      await settle([amqpQueuesEmpty(stores), ...also, metricsIdle(...urls), ...scanned])
      const repairs = faults ? [] : await repairsOf(urls)
      return readHistory({
        database,
        broker: stores,
        events: await watching.read(),
        callsForHelp: [...repairs, ...loggedBy(system)],
        ...(accepted && { accepted: new Set(accepted()) }),
        ...(rules && { rules })
      })
    }
  }
}

/** Entries whose commit nobody heard of, because the database died just then, are sent by a scan within ten seconds. */
const outboxesEmpty = (database: QueueDatabase): Probe =>
  async function leftInOutboxes() {
    const left = await database
      .collection('conversations')
      .find({ 'outbox.0': { $exists: true } })
      .toArray()
    return left.length === 0 || `${left.length} conversations`
  }

const REPAIRS = /^(?:\w+_repairs_total|outbox_recovered_total)(?:\{[^}]*\})? (?!0$).+$/gm

/** What reconciles and recovery scans had to repair: without faults, each repair is a sign of a defect. */
async function repairsOf(urls: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(urls.map(async url => (await fetch(`${url}/metrics`)).text()))
  return texts.flatMap(text => text.match(REPAIRS) ?? [])
}

/** What services logged that somebody must act on, and output that did not come from their logger at all. */
const loggedBy = ({ services, logs }: System): string[] =>
  services.flatMap(name =>
    logs(name)
      .filter(line => !/^\{"level":"(debug|info|warn)"/.test(line))
      .map(inSources)
  )
