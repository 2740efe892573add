import type { DecisionRecord, Exclusion, Department as Settings } from '@inbox/contracts'
import { openingAt } from '@inbox/kernel'
import { idleSince, obstacleOf } from './agent.ts'
import { freeBotOf } from './bots-turn.ts'
import { byTurn, type Conversation } from './conversation.ts'
import type { OrderedList } from './ordered-list.ts'
import { type Preference, preferenceOf } from './preference.ts'
import { agentOf, type Department, type Effects, noEffects, type Replica, replace } from './replica.ts'
import { type Round, roundOf } from './round.ts'
import { type Choice, strategies } from './strategies.ts'

export interface Rules {
  drawSecret: string
  roundPauseMs: number
  /** After this long without an answer, the conversation is read from queue. */
  answerWithinMs: number
}

/** Offers decided on, already in the replica as in flight. */
export interface Matched {
  offers: { decision: DecisionRecord; conversationVersion: number }[]
  wake: Effects['wake']
}

/** A distributing department, and how far its waiting conversations, or the bot's, have been examined. */
interface Walk {
  department: Department
  settings: Settings
  through: OrderedList<Conversation>
  next: Conversation | undefined
  /** Whether anybody could take one of them now. */
  isAnybodyFree: () => boolean
  /** The only one they are offered to. */
  botId?: string
  /** When the first of those skipped should be examined again. */
  againAt: number
}

/**
 * Offers the waiting conversations of these departments, in one order over all of them, as long as somebody is free, so
 * an agent of several departments gets whatever is first in turn, wherever it waits. Before that, in the same order,
 * free bots get those in whose turn they are; all others are for people. A conversation that all free agents have
 * declined or missed is skipped until its next round, and one with a preferred agent while it has patience for them, so
 * each is passed over only for agents it cannot have now.
 */
export function match(
  replica: Replica,
  departmentIds: ReadonlySet<string> | readonly string[],
  rules: Rules,
  now: Date,
  newId: () => string
): Matched {
  const matched: Matched = { offers: [], wake: [] }
  offerIn(botWalksOf(replica, departmentIds, now))
  const walks = walksOf(replica, departmentIds, matched, now)
  offerIn(walks)
  for (const { department, againAt } of walks)
    if (Number.isFinite(againAt)) matched.wake.push({ key: `department ${department.id}`, at: againAt })
  return matched

  function offerIn(walks: readonly Walk[]): void {
    for (let walk = foremost(walks); walk; walk = foremost(walks)) {
      const conversation = walk.next!
      walk.next = walk.through.after(conversation)
      const round = roundIn(replica, walk, conversation, rules.roundPauseMs, now.getTime())
      walk.againAt = Math.min(walk.againAt, round.nextAt ?? walk.againAt)
      if (round.candidateIds.length === 0) continue
      const decision = decide(replica, walk, conversation, round, rules, now, newId())
      takeOff(replica, walk, conversation, decision, now.getTime())
      matched.offers.push({ decision, conversationVersion: conversation.version })
      matched.wake.push({ key: `offer ${conversation.id} ${decision.id}`, at: now.getTime() + rules.answerWithinMs })
    }
  }
}

type Preferring = Round & { preference: Preference | undefined }

function roundIn(
  { agents }: Replica,
  { department, settings, botId }: Walk,
  conversation: Conversation,
  pauseMs: number,
  now: number
): Preferring {
  if (botId !== undefined)
    return { candidateIds: [botId], newRound: false, preference: { agentId: botId, until: Number.NEGATIVE_INFINITY } }
  const preference = preferenceOf(agents, settings.distribution, conversation)
  return { ...roundOf(conversation, department.freeIds, preference, pauseMs, now), preference }
}

/** The departments whose bot comes first and is free: at any hour, even where people pick. */
function botWalksOf({ departments }: Replica, ids: Iterable<string>, now: Date): Walk[] {
  return [...ids].flatMap(id => {
    const department = departments.get(id)
    const botId = department && freeBotOf(department)
    if (!department?.settings || botId === undefined || isHeld(department, now.getTime())) return []
    const { settings, botsTurns: through } = department
    const isAnybodyFree = () => department.freeBotIds.has(botId)
    return [
      { department, settings, through, next: through.first(), isAnybodyFree, botId, againAt: Number.POSITIVE_INFINITY }
    ]
  })
}

/** The departments that distribute now; closed ones get a wake-up for when they open. */
function walksOf({ departments }: Replica, ids: Iterable<string>, { wake }: Matched, now: Date): Walk[] {
  const walks: Walk[] = []
  for (const id of ids) {
    const department = departments.get(id)
    const settings = department?.settings
    if (!department || !settings || !distributes(department, settings, now.getTime())) continue
    const { open, until } = settings.hours ? openingAt(settings.hours, now) : { open: true }
    const { waiting: through, freeIds } = department
    const isAnybodyFree = () => freeIds.size > 0
    if (open)
      walks.push({
        department,
        settings,
        through,
        next: through.first(),
        isAnybodyFree,
        againAt: Number.POSITIVE_INFINITY
      })
    else if (until) wake.push({ key: `department ${id}`, at: until.getTime() })
  }
  return walks
}

/** Among those with somebody free, the one whose next conversation comes first. */
function foremost(walks: readonly Walk[]): Walk | undefined {
  let best: Walk | undefined
  for (const walk of walks) {
    if (!walk.next || !walk.isAnybodyFree()) continue
    if (!best || byTurn(walk.next, best.next!) < 0) best = walk
  }
  return best
}

/** Why each member who is not a candidate is excluded. */
export function exclusionsOf(
  replica: Replica,
  { id, memberIds }: Department,
  candidateIds: readonly string[],
  isBotsTurn = false
): Exclusion[] {
  const candidates = new Set(candidateIds)
  const otherwise = (agentId: string) =>
    isBotsTurn ? 'botFirst' : agentOf(replica, agentId).profile?.isBot ? 'notItsTurn' : 'declined'
  return [...memberIds]
    .filter(agentId => !candidates.has(agentId))
    .map(agentId => ({ agentId, reason: obstacleOf(agentOf(replica, agentId), id) ?? otherwise(agentId) }))
}

const isHeld = ({ heldUntil = 0 }: Department, now: number): boolean => heldUntil > now

const distributes = (department: Department, { distribution }: Settings, now: number): boolean =>
  distribution.mode === 'automatic' && !isHeld(department, now)

function decide(
  replica: Replica,
  { department, settings: { version, distribution }, botId }: Walk,
  { id: conversationId, offerNumber }: Conversation,
  { candidateIds, newRound, preference }: Preferring,
  { drawSecret }: Rules,
  now: Date,
  id: string
): DecisionRecord {
  const preferred = preference !== undefined && candidateIds.includes(preference.agentId)
  const { strategy } = distribution
  const candidates = candidateIds.map(agentId => {
    const agent = agentOf(replica, agentId)
    return { id: agentId, load: agent.load, idleSince: idleSince(agent) }
  })
  const circumstances = { conversationId, offerNumber, secret: drawSecret, lastChosenId: department.lastChosenId }
  const { agentId, ...reasons }: Choice = preferred
    ? { agentId: preference.agentId }
    : strategies[strategy](candidates, circumstances)
  return {
    id,
    conversationId,
    departmentId: department.id,
    offerNumber,
    policyVersion: version,
    strategy,
    candidates: candidateIds,
    exclusions: exclusionsOf(replica, department, candidateIds, botId !== undefined),
    chosenAgentId: agentId,
    ...(preference && { preferredAgentId: preference.agentId }),
    preferred,
    ...(newRound && { newRound }),
    ...reasons,
    decidedAt: now.toISOString()
  }
}

function takeOff(
  replica: Replica,
  { department, botId }: Walk,
  conversation: Conversation,
  { id: offerId, chosenAgentId: agentId }: DecisionRecord,
  now: number
): void {
  if (botId === undefined) department.lastChosenId = agentId
  // an offer makes nothing else possible, so its effects do not matter
  replace(replica, { ...conversation, offerInFlight: { offerId, agentId } }, noEffects(), now)
}
