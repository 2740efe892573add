import type { System } from '@inbox/devstack'
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
  /** Ids of the messages that were answered 202; asked when everything is quiet. */
  accepted?: () => Iterable<string>
  /** Whether processes, stores or the network were disturbed: only then may a reconcile find something to put right. */
  faults: boolean
  rules?: Partial<Rules>
  /** What must be at rest besides outboxes, handlers and the broker. */
  also?: readonly Probe[]
}

export interface Recording {
  /** What is listened to. */
  exchanges: readonly string[]
  /** Listens again to an exchange that was deleted, as soon as it is declared again. */
  listenAgain(exchange: string): Promise<void>
  /** Waits until nothing is underway any more, and reads what is left of the run. */
  end(database: QueueDatabase, ending: Ending): Promise<History>
}

/**
 * Records what the services tell from now on; begin before the first conversation. Listening costs the broker a copy of
 * everything: who measures listens to no exchange, and is told what can be seen without.
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
      await settle([metricsIdle(...urls), amqpQueuesEmpty(stores), ...scanned, ...also])
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

/** What was committed without anybody hearing of it, because the database died just then, is sent by a scan within ten seconds. */
const outboxesEmpty = (database: QueueDatabase): Probe =>
  async function leftInOutboxes() {
    const left = await database
      .collection('conversations')
      .find({ 'outbox.0': { $exists: true } })
      .toArray()
    return left.length === 0 || `${left.length} conversations`
  }

const REPAIRS = /^(?:\w+_repairs_total|outbox_recovered_total)(?:\{[^}]*\})? (?!0$).+$/gm

/** What reconciles and recovery scans had to put right: of a run without faults each is a sign of a defect. */
async function repairsOf(urls: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(urls.map(async url => (await fetch(`${url}/metrics`)).text()))
  return texts.flatMap(text => text.match(REPAIRS) ?? [])
}

/** What services logged that somebody must act upon, and what did not come from their logger at all. */
const loggedBy = ({ services, logs }: System): string[] =>
  services.flatMap(name => logs(name).filter(line => !/^\{"level":"(debug|info|warn)"/.test(line)))
