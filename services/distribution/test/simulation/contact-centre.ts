import type { DecisionRecord, Department, Presence, Agent as Profile, RoutedConversation } from '@inbox/contracts'
import type { SeededRandom } from '@inbox/testing'
import type { Update } from '../../src/domain/apply.ts'
import { aConversation, aDepartment, anAgent, aPresence, at, START } from '../builders.ts'
import type { Happenings } from './happenings.ts'

const STRATEGIES = ['random', 'leastLoaded', 'roundRobin', 'longestIdle'] as const
const SECOND = 1000
const MINUTE = 60 * SECOND
/** Newer than any known version of what is gone. */
const GONE = 1_000_000
const OFFER_DEADLINE = 30 * SECOND
/** Comes first in every other department, and has few slots. */
const BOT = 'bot'

export interface Size {
  agents: number
  departments: number
  conversations: number
}

/**
 * The truth: what queue, directory and presence would hold, and people who behave like people. Reports every change;
 * takes offers by queue's rules. Grants past the limit, or to somebody not eligible, cannot happen here.
 */
export function contactCentre(size: Size, time: Happenings, random: SeededRandom, tell: (update: Update) => void) {
  const departmentIds = Array.from({ length: size.departments }, (_, n) => `department-${n}`)
  const people = Array.from({ length: size.agents }, (_, n) => `agent-${n}`)
  const agentIds = [...people, BOT]
  const departments = new Map<string, Department>()
  const profiles = new Map<string, Profile>()
  const presences = new Map<string, Presence>()
  const conversations = new Map<string, RoutedConversation>()
  const held = new Map<string, Set<string>>(agentIds.map(id => [id, new Set()]))
  const counts = { arrived: 0, offered: 0, declined: 0, refused: 0, closed: 0 }

  const instant = () => at(time.now).toISOString()
  const holdersOf = ({ status, agent, offer }: RoutedConversation) =>
    status === 'offered' ? [offer!.agentId] : status === 'ongoing' ? [agent!.id] : []
  const become = (conversation: RoutedConversation) => {
    const before = conversations.get(conversation.id)
    for (const id of before ? holdersOf(before) : []) held.get(id)!.delete(conversation.id)
    for (const id of holdersOf(conversation)) held.get(id)!.add(conversation.id)
    if (conversation.status === 'closed') conversations.delete(conversation.id)
    else conversations.set(conversation.id, conversation)
    tell({ type: 'conversation', conversation, at: START + time.now })
  }
  const next = ({ offer: _, agent: __, ...before }: RoutedConversation, status: RoutedConversation['status']) => ({
    ...before,
    version: before.version + 1,
    status
  })
  /** Continues only if nothing else has happened to it meanwhile. */
  const later = (ms: number, { id, version }: RoutedConversation, act: (current: RoutedConversation) => void) =>
    time.in(ms, () => {
      const current = conversations.get(id)
      if (current?.version === version) act(current)
    })

  const arrive = () => {
    const conversation = aConversation(`c-${++counts.arrived}`, {
      departmentId: random.pick(departmentIds),
      enqueuedAt: instant(),
      routing: {
        priority: random.next() < 0.05 ? 1 : 0,
        waitingSince: instant(),
        ...(random.next() < 0.2 && { lastAgentId: random.pick(people) }),
        ...(random.next() < 0.5 && { botsTurn: true })
      }
    })
    become(conversation)
  }
  const close = (current: RoutedConversation) => {
    counts.closed += 1
    become(next(current, 'closed'))
  }
  const serve = (current: RoutedConversation, agentId: string) => {
    const served = { ...next(current, 'ongoing'), agent: { id: agentId, name: agentId } }
    become(served)
    const [longest, handsOver] = agentId === BOT ? [30, 0.6] : [270, 0.1]
    const worked = random.integer(longest / 9, longest) * SECOND
    later(worked, served, now => (random.next() < handsOver ? giveBack(now, agentId) : close(now)))
  }
  const giveBack = (current: RoutedConversation, ownerId: string) => {
    const preferred = ownerId !== BOT && { preferredAgentId: ownerId }
    become({
      ...next(current, 'queued'),
      routing: { ...current.routing, ...preferred, waitingSince: instant(), excludedAgentIds: [] }
    })
  }
  const endOffer = (current: RoutedConversation, letPass: boolean) => {
    const { agentId } = current.offer!
    counts.declined += 1
    const excluded = letPass ? [...current.routing.excludedAgentIds, agentId] : current.routing.excludedAgentIds
    become({
      ...next(current, 'queued'),
      routing: { ...current.routing, excludedAgentIds: excluded, offerEndedAt: instant() }
    })
  }
  const answer = (offered: RoutedConversation) => {
    const mood = random.next()
    if (mood < 0.85) later(random.integer(1, 15) * SECOND, offered, now => serve(now, now.offer!.agentId))
    else if (mood < 0.95) later(random.integer(1, 15) * SECOND, offered, now => endOffer(now, true))
    else later(OFFER_DEADLINE, offered, now => endOffer(now, true))
  }

  const refusalOf = ({ chosenAgentId: agentId, policyVersion }: DecisionRecord, known?: RoutedConversation) => {
    if (known?.status !== 'queued') return 'illegal-transition'
    const department = departments.get(known.departmentId)!
    const [profile, presence] = [profiles.get(agentId)!, presences.get(agentId)!]
    const { botsTurn = false } = known.routing
    const distributes = department.distribution.mode === 'automatic' || botsTurn
    const decided = distributes && department.version === policyVersion
    if (!decided) return 'version-mismatch'
    const isThere = presence.link === 'connected' && presence.status === 'available'
    if (agentId === BOT && !botsTurn) return 'not-eligible'
    if (!isThere || !profile.departmentIds.includes(known.departmentId)) return 'not-eligible'
    return held.get(agentId)!.size >= profile.limit ? 'at-capacity' : undefined
  }
  const offer = (known: RoutedConversation, { id, chosenAgentId: agentId, newRound }: DecisionRecord) => {
    const { offerNumber, botsTurn: _, ...routing } = known.routing
    const excludedAgentIds = newRound ? [] : routing.excludedAgentIds
    const offered: RoutedConversation = {
      ...next(known, 'offered'),
      offer: { id, agentId, kind: 'automatic' },
      routing: { ...routing, offerNumber: offerNumber + 1, excludedAgentIds }
    }
    counts.offered += 1
    become(offered)
    answer(offered)
  }

  const refuse = (decision: DecisionRecord, code: string, known?: RoutedConversation) => {
    counts.refused += 1
    const { conversationId, chosenAgentId: agentId, id: offerId } = decision
    const { status = 'closed', version = GONE, agent, offer: standing } = known ?? {}
    const current = { status, version, ...(agent && { agent }), ...(standing && { offer: standing }) }
    tell({ type: 'refused', refusal: { conversationId, agentId, offerId, code, current } })
  }

  const loseWork = (agentId: string) => {
    for (const id of [...held.get(agentId)!]) {
      const current = conversations.get(id)!
      if (current.status === 'offered') endOffer(current, false)
      else giveBack(current, agentId)
    }
  }
  const present = (agentId: string, change: Partial<Presence>) => {
    const before = presences.get(agentId)
    const presence = {
      ...aPresence(agentId),
      ...before,
      ...change,
      version: (before?.version ?? 0) + 1,
      since: instant()
    }
    presences.set(agentId, presence)
    tell({ type: 'presence', presence })
  }
  const liveThrough = (agentId: string) => {
    const whim = random.next()
    if (whim < 0.5) {
      present(agentId, { link: 'reconnecting' })
      const back = random.integer(1, 60) * SECOND
      if (back > 30 * SECOND)
        time.in(30 * SECOND, () => {
          present(agentId, { link: 'disconnected' })
          loseWork(agentId)
        })
      time.in(back, () => present(agentId, { link: 'connected' }))
    } else if (whim < 0.8) {
      present(agentId, { status: 'break' })
      time.in(random.integer(1, 5) * MINUTE, () => present(agentId, { status: 'available' }))
    } else {
      const before = profiles.get(agentId)!
      const profile = { ...before, version: before.version + 1, limit: random.integer(1, 5) }
      profiles.set(agentId, profile)
      tell({ type: 'agent', agent: profile })
    }
    time.in(random.integer(5, 20) * MINUTE, () => liveThrough(agentId))
  }
  const govern = (departmentId: string, mode: 'manual' | 'automatic') => {
    const before = departments.get(departmentId)
    const strategy = random.pick(STRATEGIES)
    const preferredPatienceSeconds = random.pick([0, 20])
    const department = aDepartment({
      id: departmentId,
      version: (before?.version ?? 0) + 1,
      ...(departmentIds.indexOf(departmentId) % 2 === 0 && { botId: BOT }),
      distribution: { mode, strategy, preferredPatienceSeconds, preferLastAgent: random.next() < 0.5 }
    })
    departments.set(departmentId, department)
    tell({ type: 'department', department })
    const pause = mode === 'manual' ? random.integer(10, 60) * SECOND : random.integer(5, 30) * MINUTE
    time.in(pause, () => govern(departmentId, mode === 'manual' || random.next() < 0.7 ? 'automatic' : 'manual'))
  }

  for (const id of departmentIds) govern(id, 'automatic')
  for (const [n, id] of agentIds.entries()) {
    const own = [departmentIds[n % departmentIds.length]!, random.pick(departmentIds)]
    const work = { departmentIds: [...new Set(own)], limit: random.integer(1, 5) }
    const profile = anAgent(id, id === BOT ? { departmentIds, limit: 5, bot: { silentSeconds: 60 } } : work)
    profiles.set(id, profile)
    tell({ type: 'agent', agent: profile })
    present(id, {})
    time.in(random.integer(1, 20) * MINUTE, () => liveThrough(id))
  }

  return {
    counts,
    conversations,
    heldBy: (agentId: string) => held.get(agentId)!.size,
    agentIds,
    departmentIds,
    arrive,
    /** The owners' complete current state. */
    snapshot: (): Update[] => [
      ...[...departments.values()].map(department => ({ type: 'department' as const, department })),
      ...[...profiles.values()].map(agent => ({ type: 'agent' as const, agent })),
      ...[...presences.values()].map(presence => ({ type: 'presence' as const, presence })),
      ...[...conversations.values()].map(conversation => ({
        type: 'conversation' as const,
        conversation,
        at: START + time.now
      }))
    ],
    reread: (conversationId: string): Update => {
      const conversation = conversations.get(conversationId)
      return { type: 'reread', conversationId, ...(conversation && { conversation }) }
    },
    /** T3, by queue's rules. */
    takeOffer(decision: DecisionRecord): void {
      const { conversationId, id: offerId } = decision
      const known = conversations.get(conversationId)
      if (known?.offer?.id === offerId) return
      const code = refusalOf(decision, known)
      if (known && !code) offer(known, decision)
      else refuse(decision, code ?? 'not-found', known)
    }
  }
}
