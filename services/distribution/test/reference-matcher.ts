import type { Conversation } from '../src/domain/conversation.ts'
import { draw } from '../src/domain/draw.ts'
import type { Rules } from '../src/domain/matcher.ts'
import type { Replica } from '../src/domain/replica.ts'

/**
 * What `match` must decide, written as the rules read: from the bare facts, sorting and counting where the replica
 * maintains derived values. `conversation→agent of candidates` for each offer, in order.
 */
export function referenceOffers(
  replica: Replica,
  departmentIds: Iterable<string>,
  rules: Rules,
  now: number
): string[] {
  const rested = [...departmentIds].filter(id => (replica.departments.get(id)?.heldUntil ?? 0) <= now)
  const distributing = rested.filter(id => {
    return replica.departments.get(id)?.settings?.distribution.mode === 'automatic'
  })
  const policyOf = (departmentId: string) => replica.departments.get(departmentId)!.settings!.distribution
  const known = [...replica.conversations.values()]
  const given: Record<string, number> = {}
  const offers: string[] = []
  const lastChosen = new Map(distributing.map(id => [id, replica.departments.get(id)!.lastChosenId ?? '']))

  const loadOf = (agentId: string) =>
    (given[agentId] ?? 0) +
    known.reduce(
      (sum, { holderIds, offerInFlight }) =>
        sum + holderIds.filter(id => id === agentId).length + (offerInFlight?.agentId === agentId ? 1 : 0),
      0
    )
  const isMember = (agentId: string, departmentId: string) =>
    replica.agents.get(agentId)?.profile?.departmentIds.includes(departmentId)
  const isFree = (agentId: string, departmentId: string) => {
    const { profile, presence, held } = replica.agents.get(agentId)!
    const there = presence?.link === 'connected' && presence.status === 'available'
    return !!isMember(agentId, departmentId) && profile!.active && there && !held && loadOf(agentId) < profile!.limit
  }
  const idleSince = (agentId: string) => {
    const { workedAt, presence } = replica.agents.get(agentId)!
    return given[agentId] ? now : Math.max(workedAt, presence!.since)
  }
  const least = (ids: string[], rank: (id: string) => number[]) =>
    ids.toSorted((a, b) => {
      const [left, right] = [rank(a), rank(b)]
      const at = left.findIndex((value, index) => value !== right[index])
      return at < 0 ? 0 : left[at]! - right[at]!
    })[0]!
  const choose = ({ id: conversationId, offerNumber, departmentId }: Conversation, candidates: string[]) => {
    const { strategy } = policyOf(departmentId)
    if (strategy === 'random')
      return candidates[draw(rules.drawSecret, { conversationId, offerNumber }, candidates.length).index]!
    if (strategy === 'leastLoaded') return least(candidates, id => [loadOf(id), idleSince(id)])
    if (strategy === 'longestIdle') return least(candidates, id => [idleSince(id)])
    return candidates.find(id => id > lastChosen.get(departmentId)!) ?? candidates[0]!
  }

  const inOrder = known
    .filter(each => each.status === 'queued' && !each.offerInFlight)
    .toSorted((a, b) => b.priority - a.priority || a.enqueuedAt - b.enqueuedAt || (a.id < b.id ? -1 : 1))
  const withBots = new Set<string>()
  for (const { id, departmentId, botsTurn } of inOrder) {
    const botId = replica.departments.get(departmentId)!.settings?.botId
    if (!botsTurn || !rested.includes(departmentId) || botId === undefined || !replica.agents.has(botId)) continue
    if (!isFree(botId, departmentId)) continue
    offers.push(`${id}→${botId} of ${botId}`)
    given[botId] = (given[botId] ?? 0) + 1
    withBots.add(id)
  }
  for (const conversation of inOrder) {
    if (withBots.has(conversation.id) || !distributing.includes(conversation.departmentId)) continue
    const { departmentId } = conversation
    const { preferLastAgent, preferredPatienceSeconds } = policyOf(departmentId)
    const isBot = (id: string) => replica.agents.get(id)!.profile?.isBot
    const free = [...replica.agents.keys()].filter(id => !isBot(id) && isFree(id, departmentId)).sort()
    const preferredId = conversation.preferredAgentId ?? (preferLastAgent ? conversation.lastAgentId : undefined)
    const preferred = replica.agents.get(preferredId ?? '')
    const mayCome =
      preferred?.profile?.active &&
      isMember(preferred.id, departmentId) &&
      preferred.presence &&
      preferred.presence.status !== 'loggedOut' &&
      !conversation.excludedAgentIds.includes(preferred.id)
    const patient = mayCome && conversation.waitingSince + preferredPatienceSeconds * 1000 > now
    if (patient && !free.includes(preferred.id)) continue
    const fresh = free.filter(id => !conversation.excludedAgentIds.includes(id))
    const roundOver = (conversation.offerEndedAt ?? 0) + rules.roundPauseMs <= now
    const candidates = fresh.length > 0 ? fresh : roundOver ? free : []
    if (candidates.length === 0) continue
    const agentId = candidates.includes(preferredId ?? '') ? preferredId! : choose(conversation, candidates)
    offers.push(`${conversation.id}→${agentId} of ${candidates}`)
    given[agentId] = (given[agentId] ?? 0) + 1
    lastChosen.set(departmentId, agentId)
  }
  return offers
}
