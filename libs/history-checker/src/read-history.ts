import type { Envelope } from '@inbox/contracts'
import type { Isolated } from '@inbox/testing'
import { type History, type Rules, standardRules } from './history.ts'
import { parkedIn } from './watch-broker.ts'

/** The queue's database; libs/storage's connection fits. */
export interface QueueDatabase {
  collection(name: string): { find(filter: object): { toArray(): Promise<unknown[]> } }
}

interface Sources {
  database: QueueDatabase
  /** Where there may be parked messages. */
  broker?: Pick<Isolated, 'managementUrl' | 'vhost'>
  events: readonly Envelope[]
  accepted?: ReadonlySet<string>
  callsForHelp?: readonly string[]
  rules?: Partial<Rules>
}

/** Reads what a run left behind; call it once everything has settled. */
export async function readHistory({ database, broker, events, ...more }: Sources): Promise<History> {
  const readAt = Date.now()
  const all = <Stored>(name: string) => database.collection(name).find({}).toArray() as Promise<Stored[]>
  const [conversations, messages, transitions, agents, departments, parked] = await Promise.all([
    all<History['conversations'][number]>('conversations'),
    all<History['messages'][number]>('messages'),
    all<History['transitions'][number]>('transitions'),
    all<History['agents'][number]>('agents'),
    all<History['departments'][number]>('departments'),
    broker ? parkedIn(broker) : []
  ])
  return {
    conversations,
    messages,
    transitions,
    agents,
    departments,
    parked,
    events,
    readAt,
    accepted: more.accepted ?? new Set(),
    callsForHelp: more.callsForHelp ?? [],
    rules: { ...standardRules, ...more.rules }
  }
}
