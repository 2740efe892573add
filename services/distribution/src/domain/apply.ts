import type {
  ConversationSummary,
  DataOf,
  Department,
  offerRefused,
  Presence,
  Agent as Profile,
  positionTold,
  RoutedConversation
} from '@inbox/contracts'
import { unreachable } from '@inbox/kernel'
import { applyRefusal } from './apply-refusal.ts'
import { applyWakeUp } from './apply-wake-up.ts'
import { type Conversation, fromRouted, isKept, withoutFlight, withSummary } from './conversation.ts'
import { agentOf, departmentOf, type Effects, forget, noEffects, type Picture, refresh, replace } from './picture.ts'
import { applyPositionTold, noticeWake, noticeWakes } from './position-notices.ts'

/** Everything the matcher can learn. Instants in ms since the epoch. */
export type Learnt =
  | { type: 'department'; department: Department }
  | { type: 'agent'; agent: Profile }
  | { type: 'presence'; presence: Presence }
  /** `at`: when it came about. */
  | { type: 'conversation'; conversation: RoutedConversation; at: number }
  | { type: 'prioritized'; conversation: RoutedConversation; at: number }
  /** The answer to `effects.reread`; without `conversation`, queue has none. */
  | { type: 'reread'; conversationId: string; conversation?: ConversationSummary }
  | { type: 'refused'; refusal: DataOf<typeof offerRefused> }
  /** The command did not reach the broker, as far as is known. */
  | { type: 'notSent'; conversationId: string; offerId: string }
  /** Of this version queue no longer has it in any status that matters. */
  | { type: 'absent'; conversationId: string; version: number }
  | { type: 'positionTold'; told: DataOf<typeof positionTold> }
  | { type: 'woken'; key: string }

/** How long a department rests after a command that could not be sent. */
const RESEND_MS = 500

/** Takes in what was learnt, unless something newer is known, and says what has to follow. `now` in ms. */
export function apply(picture: Picture, learnt: Learnt, now: number): Effects {
  const effects = noEffects()
  switch (learnt.type) {
    case 'department':
      applyDepartment(picture, learnt.department, effects, now)
      break
    case 'agent':
      applyProfile(picture, learnt.agent, effects)
      break
    case 'presence':
      applyPresence(picture, learnt.presence, effects)
      break
    case 'conversation':
      applyConversation(picture, learnt.conversation, learnt.at, effects)
      break
    case 'prioritized':
      applyPriority(picture, learnt.conversation, learnt.at, effects)
      break
    case 'reread':
      applyReread(picture, learnt, effects, now)
      break
    case 'refused':
      applyRefusal(picture, learnt.refusal, effects, now)
      break
    case 'notSent':
      applyNotSent(picture, learnt, effects, now)
      break
    case 'absent':
      if (picture.conversations.get(learnt.conversationId)?.version === learnt.version)
        forget(picture, learnt.conversationId, learnt.version, effects, now)
      break
    case 'positionTold':
      applyPositionTold(picture, learnt.told, effects, now)
      break
    case 'woken':
      applyWakeUp(picture, learnt.key, effects, now)
      break
    default:
      unreachable(learnt)
  }
  return effects
}

/** The version that is known of a conversation; −1 = none. One known in part only gives way to its equal. */
export function knownVersion({ conversations, forgotten }: Picture, id: string): number {
  const known = conversations.get(id)
  return known ? known.version - (known.partial ? 0.5 : 0) : (forgotten.get(id) ?? -1)
}

function applyDepartment(picture: Picture, settings: Department, effects: Effects, now: number): void {
  const department = departmentOf(picture, settings.id)
  if (settings.version <= (department.settings?.version ?? -1)) return
  const noticesChange = JSON.stringify(settings.positionNotice) !== JSON.stringify(department.settings?.positionNotice)
  department.settings = settings
  delete department.heldUntil
  effects.match.add(settings.id)
  if (noticesChange) effects.wake.push(...noticeWakes(department, now))
}

function applyProfile(picture: Picture, profile: Profile, effects: Effects): void {
  const agent = agentOf(picture, profile.id)
  if (profile.version <= (agent.profile?.version ?? -1)) return
  for (const departmentId of agent.profile?.departmentIds ?? []) {
    const department = departmentOf(picture, departmentId)
    department.memberIds.delete(agent.id)
    department.freeIds.delete(agent.id)
  }
  const { version, limit, departmentIds, active } = profile
  agent.profile = { version, limit, departmentIds, active }
  for (const departmentId of departmentIds) departmentOf(picture, departmentId).memberIds.add(agent.id)
  delete agent.held
  refresh(picture, agent, effects)
}

function applyPresence(picture: Picture, { agentId, version, status, link, since }: Presence, effects: Effects): void {
  const agent = agentOf(picture, agentId)
  if (version <= (agent.presence?.version ?? -1)) return
  agent.presence = { version, status, link, since: Date.parse(since) }
  delete agent.held
  refresh(picture, agent, effects)
}

function applyConversation(picture: Picture, routed: RoutedConversation, at: number, effects: Effects): void {
  if (routed.version <= knownVersion(picture, routed.id)) return
  if (routed.offer?.kind === 'automatic' && routed.status === 'offered') {
    agentOf(picture, routed.offer.agentId).refusals = 0
    departmentOf(picture, routed.departmentId).refusals = 0
  }
  const known = picture.conversations.get(routed.id)
  const next = fromRouted(routed)
  // every message brings the department's id as a string of its own; one is enough for all
  next.departmentId = departmentOf(picture, routed.departmentId).id
  if (known?.flight && known.version === routed.version) next.flight = known.flight
  take(picture, next, effects, at)
}

/** Only its place in the order changes: an offer on its way is still to be answered. */
function applyPriority(picture: Picture, routed: RoutedConversation, at: number, effects: Effects): void {
  const known = picture.conversations.get(routed.id)
  if (routed.version <= knownVersion(picture, routed.id)) return
  const unanswered = known?.flight && routed.status === 'queued'
  take(picture, { ...fromRouted(routed), ...(unanswered && { flight: known.flight }) }, effects, at)
}

function applyReread(
  picture: Picture,
  { conversationId, conversation }: Extract<Learnt, { type: 'reread' }>,
  effects: Effects,
  now: number
): void {
  const known = picture.conversations.get(conversationId)
  if (!known) return
  if (!conversation) forget(picture, conversationId, known.version, effects, now)
  else if (conversation.version > known.version) take(picture, withSummary(known, conversation), effects, now)
  else if (conversation.version === known.version) replace(picture, withoutFlight(known), effects, now)
}

function applyNotSent(
  picture: Picture,
  { conversationId, offerId }: Extract<Learnt, { type: 'notSent' }>,
  effects: Effects,
  now: number
): void {
  const known = picture.conversations.get(conversationId)
  if (known?.flight?.offerId !== offerId) return
  const department = departmentOf(picture, known.departmentId)
  department.heldUntil = now + RESEND_MS
  effects.wake.push({ key: `department ${department.id}`, at: department.heldUntil })
  replace(picture, withoutFlight(known), effects, now)
}

function take(picture: Picture, next: Conversation, effects: Effects, at: number): void {
  if (isKept(next)) keep(picture, next, effects, at)
  else forget(picture, next.id, next.version, effects, at)
}

function keep(picture: Picture, next: Conversation, effects: Effects, at: number): void {
  replace(picture, next, effects, at)
  effects.wake.push(...noticeWake(departmentOf(picture, next.departmentId), next, at))
}
