import type { Agent, ConversationStatus, DecisionRecord, Department, Envelope, Message } from '@inbox/contracts'

/** A conversation as the queue stores it, with the fields that are checked. */
export interface StoredConversation {
  _id: string
  version: number
  status: ConversationStatus
  contact: { id: string }
  thread?: { id: string }
  /** The conversation that has its messages, if its contact turned out to be another one. */
  continuedIn?: string
  agent?: { id: string }
  offer?: { agentId: string }
  slots?: readonly string[]
  outbox: readonly unknown[]
}

export type StoredMessage = Pick<
  Message,
  'conversationId' | 'direction' | 'status' | 'providerMessageId' | 'sentAgain'
> & {
  _id: string
}

/** What a run left behind once everything had settled. */
export interface History {
  /** Ids of the messages that were answered 202, inbound and outbound. */
  accepted: ReadonlySet<string>
  /** All events since the start, in order of arrival. Less is checked if nobody listened (or not to presence). */
  events: readonly Envelope[]
  conversations: readonly StoredConversation[]
  messages: readonly StoredMessage[]
  transitions: readonly { conversationId: string; version: number; decision?: DecisionRecord }[]
  agents: readonly (Pick<Agent, 'departmentIds' | 'limit' | 'exceedLimit'> & { _id: string })[]
  departments: readonly (Pick<Department, 'version' | 'distribution' | 'hours'> & { _id: string })[]
  parked: readonly { origin: string; reason: string }[]
  /** What reconciles had to repair, and what services logged that somebody must act on. */
  callsForHelp: readonly string[]
  /** When all of this was read, in ms. */
  readAt: number
  rules: Rules
}

/** How strictly times are judged. */
export interface Rules {
  /** How long a decision may take to be written and published: the machine may be busy, or paused on purpose. */
  slackMs: number
  presenceTimeoutMs: number
}

/** The time a machine under load may take beyond what is promised; benchmarks measure idle machines. */
const LOADED_MACHINE_MS = 2000

export const standardRules: Rules = { slackMs: LOADED_MACHINE_MS, presenceTimeoutMs: 30_000 }

/** The events of these types. */
export const eventsOf = <Data>(events: readonly Envelope[], ...types: string[]): Envelope<Data>[] =>
  events.filter(({ type }) => types.includes(type)) as Envelope<Data>[]

/** Whether anybody listened to the queue's events. */
export const wasHeard = ({ events }: History): boolean => events.length > 0
