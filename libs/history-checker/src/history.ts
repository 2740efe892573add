import type { Agent, ConversationStatus, Department, Envelope, Message } from '@inbox/contracts'

/** A conversation as the queue stores it, as far as it is looked at. */
export interface StoredConversation {
  _id: string
  version: number
  status: ConversationStatus
  contact: { id: string }
  thread?: { id: string }
  /** Where its messages are, if its contact turned out to be another one. */
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

/** What a run left behind, once everything is quiet. */
export interface History {
  /** Ids of the messages that were answered 202, inbound and outbound. */
  accepted: ReadonlySet<string>
  /** What was published since the start, in order of arrival. If nobody listened (to presence, to anything), less is judged. */
  events: readonly Envelope[]
  conversations: readonly StoredConversation[]
  messages: readonly StoredMessage[]
  transitions: readonly { conversationId: string; version: number }[]
  agents: readonly (Pick<Agent, 'departmentIds' | 'limit' | 'exceedLimit'> & { _id: string })[]
  departments: readonly (Pick<Department, 'version' | 'distribution' | 'hours'> & { _id: string })[]
  parked: readonly { origin: string; reason: string }[]
  /** What reconciles had to put right, and what services logged that somebody must act upon. */
  callsForHelp: readonly string[]
  /** When all of this was read, in ms. */
  readAt: number
  rules: Rules
}

/** How strictly time is judged. */
export interface Rules {
  /** How long what was decided may take to be written and told: the machine is busy, or stands still on purpose. */
  slackMs: number
  presenceTimeoutMs: number
}

/** What a machine under load may take on top of what is promised; how long it takes on an idle one, benchmarks say. */
const LOADED_MACHINE_MS = 2000

export const standardRules: Rules = { slackMs: LOADED_MACHINE_MS, presenceTimeoutMs: 30_000 }

/** Messages in the broker and their data, by type. */
export const eventsOf = <Data>(events: readonly Envelope[], ...types: string[]): Envelope<Data>[] =>
  events.filter(({ type }) => types.includes(type)) as Envelope<Data>[]

/** Whether somebody listened to what the queue tells. */
export const wasHeard = ({ events }: History): boolean => events.length > 0
