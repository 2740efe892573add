import type { Department, DistributionPolicy, Presence, Agent as Profile, RoutedConversation } from '@inbox/contracts'
import { obstacleOf } from '../src/domain/agent.ts'
import { apply, type Update } from '../src/domain/apply.ts'
import { type Conversation, isWaiting } from '../src/domain/conversation.ts'
import { type Matched, match } from '../src/domain/matcher.ts'
import { type Effects, emptyReplica } from '../src/domain/replica.ts'
import { aConversation, aDepartment, anAgent, aPresence, at, rules, START } from './builders.ts'
import { referenceOffers } from './reference-matcher.ts'

const DEPARTMENTS = ['d0', 'd1']
const AGENTS = ['a0', 'a1', 'a2', 'a3']
/** The second department's bot. */
const BOT = 'bot'
const ALL = [...AGENTS, BOT]
const STRATEGIES: DistributionPolicy['strategy'][] = ['random', 'leastLoaded', 'roundRobin', 'longestIdle']

/** One event; `n` selects who or what it happens to. */
export interface Step {
  kind: 'arrive' | 'deliver' | 'repeat' | 'command' | 'agent' | 'end' | 'policy' | 'link' | 'limit' | 'time'
  n: number
}

/**
 * The truth (queue, directory, presence as a few maps) beside a matcher that learns of it late, twice and in any order.
 * After every decision, `check` is called with the rules that must never be broken.
 */
export function modelledWorld(check: (holds: boolean, rule: string) => void) {
  const replica = emptyReplica()
  const conversations = new Map<string, RoutedConversation>()
  const departments = new Map<string, Department>(
    DEPARTMENTS.map((id, n) => [
      id,
      aDepartment({ id, distribution: { strategy: STRATEGIES[n]! }, ...(n === 1 && { botId: BOT }) })
    ])
  )
  const profiles = new Map<string, Profile>(
    AGENTS.map((id, n) => [id, anAgent(id, { departmentIds: n % 2 ? DEPARTMENTS : ['d0'], limit: 1 + (n % 3) })])
  )
  profiles.set(BOT, anAgent(BOT, { departmentIds: DEPARTMENTS, limit: 2, bot: { silentSeconds: 60 } }))
  const presences = new Map<string, Presence>(ALL.map(id => [id, aPresence(id)]))
  const wire: Update[] = []
  const heard: Update[] = []
  const commands: Matched['offers'][number]['decision'][] = []
  const wakeAt = new Map<string, number>()
  let [now, arrived, ids] = [0, 0, 0]

  const tell = (conversation: RoutedConversation) => {
    conversations.set(conversation.id, conversation)
    wire.push({ type: 'conversation', conversation, at: START + now })
  }
  const loadOf = (agentId: string) =>
    [...conversations.values()].filter(
      ({ status, agent, offer }) =>
        (status === 'ongoing' && agent?.id === agentId) || (status === 'offered' && offer?.agentId === agentId)
    ).length

  const follow = ({ match: departmentIds, wake, reread }: Effects) => {
    for (const { key, at: due } of wake) wakeAt.set(key, due)
    for (const id of reread)
      wire.push({
        type: 'reread',
        conversationId: id,
        ...(conversations.has(id) && { conversation: conversations.get(id)! })
      })
    decide(departmentIds)
  }
  const decide = (departmentIds: ReadonlySet<string>) => {
    const before = new Map([...replica.agents].map(([id, { load }]) => [id, load]))
    const foretold = referenceOffers(replica, departmentIds, rules, START + now)
    const { offers, wake } = match(replica, departmentIds, rules, at(now), () => `o${++ids}`)
    for (const { key, at: due } of wake) wakeAt.set(key, due)
    const decided = offers.map(
      ({ decision }) => `${decision.conversationId}→${decision.chosenAgentId} of ${decision.candidates}`
    )
    check(`${decided}` === `${foretold}`, `decided ${decided}, by the reference model ${foretold}`)
    for (const { decision } of offers) {
      const agent = replica.agents.get(decision.chosenAgentId)!
      const load = before.get(agent.id)! + 1
      before.set(agent.id, load)
      check(load <= agent.profile!.limit, 'capacity is never exceeded in the replica')
      check(
        obstacleOf({ ...agent, load: load - 1, onTheWay: 0 }, decision.departmentId) === undefined,
        'no offer to who is not eligible'
      )
      check(decision.candidates.includes(agent.id), 'the chosen one is a candidate')
      const { offerEndedAt = 0 } = replica.conversations.get(decision.conversationId)!
      check(!decision.newRound || offerEndedAt + rules.roundPauseMs <= START + now, 'no new round before its time')
      commands.push(decision)
    }
    for (const id of departmentIds) checkOrder(id, offers)
  }
  const checkOrder = (departmentId: string, offers: Matched['offers']) => {
    const waiting = [...replica.conversations.values()].filter(
      each => each.departmentId === departmentId && isWaiting(each)
    )
    const resting = (each: (typeof waiting)[number], agentId: string) =>
      (each.excludedAgentIds.includes(agentId) && (each.offerEndedAt ?? 0) + rules.roundPauseMs > START + now) ||
      isPatient(each, agentId) ||
      (agentId === BOT && !each.botsTurn)
    const department = replica.departments.get(departmentId)
    const { distribution } = department?.settings ?? {}
    if (distribution?.mode !== 'automatic' || (department?.heldUntil ?? 0) > START + now) return
    // other departments included: an agent of several gets what is first in turn, wherever it waits
    for (const { decision } of offers.filter(({ decision: { chosenAgentId: id } }) => department!.memberIds.has(id))) {
      const taken = replica.conversations.get(decision.conversationId)!
      const passedOver = waiting.filter(each => standsBefore(each, taken) && !resting(each, decision.chosenAgentId))
      check(passedOver.length === 0, 'I4: no older one is passed over for who could have had it')
    }
    const idle = waiting.flatMap(each => [...department!.freeIds].filter(agentId => !resting(each, agentId)))
    check(idle.length === 0, 'I5: nobody is left free whom a waiting one could have')
  }

  /** Whether it waits for somebody other than `agentId`, who is still on duty and has not declined or missed it. */
  const isPatient = (each: Conversation, agentId: string) => {
    const preferred = replica.agents.get(each.preferredAgentId ?? '')
    if (!preferred || preferred.id === agentId || each.excludedAgentIds.includes(preferred.id)) return false
    const { profile, presence } = preferred
    const onDuty =
      profile?.active && profile.departmentIds.includes(each.departmentId) && presence?.status !== 'loggedOut'
    const { preferredPatienceSeconds = 0 } = replica.departments.get(each.departmentId)?.settings?.distribution ?? {}
    return !!onDuty && !!presence && each.waitingSince + preferredPatienceSeconds * 1000 > START + now
  }

  /** Queue carries out an offer by its own rules. */
  const carryOut = (index: number) => {
    const [decision] = commands.splice(index, 1)
    if (!decision) return
    const { conversationId, chosenAgentId: agentId, id: offerId, newRound } = decision
    const known = conversations.get(conversationId)!
    const [profile, presence, department] = [
      profiles.get(agentId)!,
      presences.get(agentId)!,
      departments.get(known.departmentId)!
    ]
    const refuse = (code: string) => {
      const { status, version, agent, offer } = known
      const current = {
        status,
        version,
        ...(agent && { agent }),
        ...(offer && { offer: { id: offer.id, agentId: offer.agentId } })
      }
      wire.push({ type: 'refused', refusal: { conversationId, agentId, offerId, code, current } })
    }
    if (known.status !== 'queued') return refuse('illegal-transition')
    const { botsTurn = false, ...lasting } = known.routing
    const isDecided = department.distribution.mode === 'automatic' || botsTurn
    if (!isDecided || department.version !== decision.policyVersion) return refuse('version-mismatch')
    const eligible =
      (agentId !== BOT || botsTurn) &&
      profile.departmentIds.includes(known.departmentId) &&
      presence.status === 'available' &&
      presence.link === 'connected'
    if (!eligible) return refuse('not-eligible')
    if (loadOf(agentId) >= profile.limit) return refuse('at-capacity')
    const routing = {
      ...lasting,
      offerNumber: known.routing.offerNumber + 1,
      ...(newRound && { excludedAgentIds: [] })
    }
    tell({
      ...known,
      version: known.version + 1,
      status: 'offered',
      offer: { id: offerId, agentId, kind: 'automatic' },
      routing
    })
  }

  /** What an agent does with an offer or a conversation. */
  const act = (n: number) => {
    const held = [...conversations.values()].filter(({ status }) => status === 'offered' || status === 'ongoing')
    const known = held[n % (held.length || 1)]
    if (!known) return
    const { offer, agent, ...rest } = { ...known, version: known.version + 1 }
    if (known.status === 'ongoing')
      return tell({ ...rest, status: n % 3 ? 'closed' : 'pending', ...(agent && { agent }) })
    if (n % 2) return tell({ ...rest, status: 'ongoing', agent: { id: offer!.agentId, name: offer!.agentId } })
    const excludedAgentIds = [...known.routing.excludedAgentIds, offer!.agentId]
    tell({
      ...rest,
      status: 'queued',
      routing: { ...known.routing, excludedAgentIds, offerEndedAt: at(now).toISOString() }
    })
  }
  const elapse = (ms: number) => {
    now += ms
    const due = [...wakeAt].filter(([, instant]) => instant <= START + now)
    for (const [key] of due) wakeAt.delete(key)
    for (const [key] of due) follow(apply(replica, { type: 'woken', key }, START + now))
  }
  const hear = (update: Update | undefined) => {
    if (!update) return
    heard.push(update)
    follow(apply(replica, update, START + now))
  }
  const change = {
    policy(n: number) {
      const before = departments.get(DEPARTMENTS[n % 2]!)!
      const mode = n % 3 ? ('automatic' as const) : ('manual' as const)
      const next = {
        ...before,
        version: before.version + 1,
        distribution: {
          ...before.distribution,
          mode,
          strategy: STRATEGIES[n % 4]!,
          preferredPatienceSeconds: (n % 5) * 10
        }
      }
      departments.set(next.id, next)
      wire.push({ type: 'department', department: next })
    },
    link(n: number) {
      const before = presences.get(ALL[n % 5]!)!
      const next = {
        ...before,
        version: before.version + 1,
        link: n % 3 ? ('connected' as const) : ('disconnected' as const)
      }
      presences.set(next.agentId, next)
      wire.push({ type: 'presence', presence: next })
    },
    limit(n: number) {
      const before = profiles.get(ALL[n % 5]!)!
      const next = { ...before, version: before.version + 1, limit: n % 4, departmentIds: n % 5 ? DEPARTMENTS : ['d1'] }
      profiles.set(next.id, next)
      wire.push({ type: 'agent', agent: next })
    }
  }
  for (const department of departments.values()) wire.push({ type: 'department', department })
  for (const agent of profiles.values()) wire.push({ type: 'agent', agent })
  for (const presence of presences.values()) wire.push({ type: 'presence', presence })

  const happen = ({ kind, n }: Step) => {
    now += 1
    if (kind === 'arrive') {
      const departmentId = DEPARTMENTS[n % 2]!
      tell(
        aConversation(`c${++arrived}`, {
          departmentId,
          enqueuedAt: at(now).toISOString(),
          routing: {
            priority: n % 7 ? 0 : 1,
            ...(n % 3 === 0 && { preferredAgentId: AGENTS[n % 4]! }),
            ...(n % 4 === 1 && { botsTurn: true })
          }
        })
      )
    } else if (kind === 'deliver') hear(wire.splice(n % (wire.length || 1), 1)[0])
    else if (kind === 'repeat') hear(heard[n % (heard.length || 1)])
    else if (kind === 'command') carryOut(n % (commands.length || 1))
    else if (kind === 'agent' || kind === 'end') act(n)
    else if (kind === 'time') elapse((n % 20) * 1000)
    else change[kind](n)
  }
  return {
    replica,
    conversations,
    loadOf,
    limitOf: (agentId: string) => profiles.get(agentId)!.limit,
    agentIds: ALL,
    happen,
    /** Lets everything arrive and every pause elapse. */
    calm() {
      for (let round = 0; round < 40; round++) {
        while (wire.length > 0) hear(wire.shift())
        while (commands.length > 0) carryOut(0)
        while (wire.length > 0) hear(wire.shift())
        elapse(11_000)
      }
      return commands.length === 0 && wire.length === 0
    }
  }
}

const standsBefore = (a: Conversation, b: Conversation): boolean => {
  if (a.priority !== b.priority) return a.priority > b.priority
  return a.enqueuedAt === b.enqueuedAt ? a.id < b.id : a.enqueuedAt < b.enqueuedAt
}
