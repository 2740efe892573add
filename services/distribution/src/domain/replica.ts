import type { Department as Settings } from '@inbox/contracts'
import { type Agent, newAgent, obstacleOf } from './agent.ts'
import { byTurn, type Conversation, isWaiting } from './conversation.ts'
import { type Expectation, join, type Line, leave, lineOf, newLine } from './line.ts'
import { OrderedList } from './ordered-list.ts'

export interface Department {
  id: string
  settings?: Settings
  waiting: OrderedList<Conversation>
  /** Of those, the ones in the bot's turn. */
  botsTurns: OrderedList<Conversation>
  line: Line
  memberIds: Set<string>
  /** Its people who could have an offer now. */
  freeIds: Set<string>
  /** Its bots that could. */
  freeBotIds: Set<string>
  lastChosenId?: string
  /** No offers until then (ms): queue knows another policy. */
  heldUntil?: number
  refusals: number
}

/** Everything the matcher knows. Derived values (waiting, free, load) are maintained by this file alone. */
export interface Replica {
  departments: Map<string, Department>
  agents: Map<string, Agent>
  conversations: Map<string, Conversation>
  /** Versions of conversations let go, so that a late event does not bring them back. */
  forgotten: Map<string, number>
  /** Estimates for current waits. */
  expected: Map<string, Expectation>
  measuring: boolean
}

/** What has to happen after a change of the replica. */
export interface Effects {
  /** Departments where an offer may have become possible. */
  match: Set<string>
  /** To be returned as `woken` at that instant (ms). */
  wake: { key: string; at: number }[]
  /** Conversations to read from queue. */
  reread: string[]
  /** Conversations whose contacts may have to be told their place in the queue. */
  tellPosition: string[]
}

export const emptyReplica = (): Replica => ({
  departments: new Map(),
  agents: new Map(),
  conversations: new Map(),
  forgotten: new Map(),
  expected: new Map(),
  measuring: false
})

export const noEffects = (): Effects => ({ match: new Set(), wake: [], reread: [], tellPosition: [] })

const MAX_FORGOTTEN = 20_000

export const departmentOf = ({ departments }: Replica, id: string): Department =>
  found(departments, id, () => ({
    id,
    waiting: new OrderedList(byTurn),
    botsTurns: new OrderedList(byTurn),
    line: newLine(),
    memberIds: new Set(),
    freeIds: new Set(),
    freeBotIds: new Set(),
    refusals: 0
  }))

export const agentOf = ({ agents }: Replica, id: string): Agent => found(agents, id, () => newAgent(id))

/** Replaces what was known of the conversation by `next`. `at`: when the change happened (ms). */
export function replace(replica: Replica, next: Conversation, effects: Effects, at: number): void {
  const before = withdraw(replica, next.id, effects, at)
  replica.conversations.set(next.id, next)
  replica.forgotten.delete(next.id)
  for (const agentId of next.holderIds) load(replica, agentId, 1, effects, at)
  if (next.offerInFlight) load(replica, next.offerInFlight.agentId, 1, effects, at, 1)
  if (isWaiting(next)) {
    const { waiting, botsTurns } = departmentOf(replica, next.departmentId)
    waiting.add(next)
    if (next.botsTurn) botsTurns.add(next)
    effects.match.add(next.departmentId)
  }
  moveInLine(replica, before, next, at)
}

/** Drops a conversation that neither waits nor takes a slot any more. */
export function forget(replica: Replica, id: string, version: number, effects: Effects, at: number): void {
  moveInLine(replica, withdraw(replica, id, effects, at), undefined, at)
  replica.forgotten.delete(id)
  replica.forgotten.set(id, version)
  if (replica.forgotten.size > MAX_FORGOTTEN) replica.forgotten.delete(replica.forgotten.keys().next().value!)
}

/** Recomputes in which departments the agent is free. */
export function refresh(replica: Replica, agent: Agent, effects: Effects): void {
  for (const departmentId of agent.profile?.departmentIds ?? []) {
    const department = departmentOf(replica, departmentId)
    const freeIds = agent.profile?.isBot ? department.freeBotIds : department.freeIds
    if (obstacleOf(agent, departmentId)) freeIds.delete(agent.id)
    else if (!freeIds.has(agent.id)) {
      freeIds.add(agent.id)
      effects.match.add(departmentId)
    }
  }
}

function withdraw(replica: Replica, id: string, effects: Effects, at: number): Conversation | undefined {
  const before = replica.conversations.get(id)
  if (!before) return undefined
  replica.conversations.delete(id)
  const { waiting, botsTurns } = departmentOf(replica, before.departmentId)
  waiting.delete(before)
  if (before.botsTurn) botsTurns.delete(before)
  for (const agentId of before.holderIds) load(replica, agentId, -1, effects, at)
  if (before.offerInFlight) load(replica, before.offerInFlight.agentId, -1, effects, at, -1)
  return before
}

function moveInLine(replica: Replica, before: Conversation | undefined, next: Conversation | undefined, at: number) {
  const isBot = (id: string) => agentOf(replica, id).profile?.isBot === true
  const [from, to] = [lineOf(before, isBot), lineOf(next, isBot)]
  if (from === to) return
  if (from !== undefined && before)
    leave(replica, departmentOf(replica, from), before.id, next?.status === 'ongoing', at)
  if (to !== undefined && next) join(replica, departmentOf(replica, to), next, at)
}

function load(replica: Replica, agentId: string, by: 1 | -1, effects: Effects, at: number, onTheWay = 0): void {
  const agent = agentOf(replica, agentId)
  agent.load += by
  agent.onTheWay += onTheWay
  agent.workedAt = Math.max(agent.workedAt, at)
  refresh(replica, agent, effects)
}

function found<Value>(map: Map<string, Value>, id: string, make: () => Value): Value {
  const known = map.get(id) ?? make()
  map.set(id, known)
  return known
}
