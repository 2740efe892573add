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
import { type Conversation, fromRouted, isKept, withoutOfferInFlight, withSummary } from './conversation.ts'
import { applyPositionTold, noticeWake, noticeWakes } from './position-notices.ts'
import { agentOf, departmentOf, type Effects, forget, noEffects, type Replica, refresh, replace } from './replica.ts'

/** Everything the matcher can learn. Instants in ms since the epoch. */
export type Update =
  | { type: 'department'; department: Department }
  | { type: 'agent'; agent: Profile }
  | { type: 'presence'; presence: Presence }
  /** `at`: when it happened. */
  | { type: 'conversation'; conversation: RoutedConversation; at: number }
  | { type: 'prioritized'; conversation: RoutedConversation; at: number }
  /** The answer to `effects.reread`; without `conversation`, queue has none. */
  | { type: 'reread'; conversationId: string; conversation?: ConversationSummary }
  | { type: 'refused'; refusal: DataOf<typeof offerRefused> }
  /** As far as is known, the command did not reach the broker. */
  | { type: 'notSent'; conversationId: string; offerId: string }
  /** At this version, queue no longer has it in any status that matters. */
  | { type: 'absent'; conversationId: string; version: number }
  | { type: 'positionTold'; told: DataOf<typeof positionTold> }
  | { type: 'woken'; key: string }

/** How long a department is held back after a command that could not be sent. */
const RESEND_MS = 500

/** Applies an update, unless something newer is known, and returns what has to follow. `now` in ms. */
export function apply(replica: Replica, update: Update, now: number): Effects {
  const effects = noEffects()
  switch (update.type) {
    case 'department':
      applyDepartment(replica, update.department, effects, now)
      break
    case 'agent':
      applyProfile(replica, update.agent, effects)
      break
    case 'presence':
      applyPresence(replica, update.presence, effects)
      break
    case 'conversation':
      applyConversation(replica, update.conversation, update.at, effects)
      break
    case 'prioritized':
      applyPriority(replica, update.conversation, update.at, effects)
      break
    case 'reread':
      applyReread(replica, update, effects, now)
      break
    case 'refused':
      applyRefusal(replica, update.refusal, effects, now)
      break
    case 'notSent':
      applyNotSent(replica, update, effects, now)
      break
    case 'absent':
      if (replica.conversations.get(update.conversationId)?.version === update.version)
        forget(replica, update.conversationId, update.version, effects, now)
      break
    case 'positionTold':
      applyPositionTold(replica, update.told, effects, now)
      break
    case 'woken':
      applyWakeUp(replica, update.key, effects, now)
      break
    default:
      unreachable(update)
  }
  return effects
}

/** The known version of a conversation; −1 = none. A partly known one gives way to an update of the same version. */
export function knownVersion({ conversations, forgotten }: Replica, id: string): number {
  const known = conversations.get(id)
  return known ? known.version - (known.partial ? 0.5 : 0) : (forgotten.get(id) ?? -1)
}

function applyDepartment(replica: Replica, settings: Department, effects: Effects, now: number): void {
  const department = departmentOf(replica, settings.id)
  if (settings.version <= (department.settings?.version ?? -1)) return
  const noticesChange = JSON.stringify(settings.positionNotice) !== JSON.stringify(department.settings?.positionNotice)
  department.settings = settings
  delete department.heldUntil
  effects.match.add(settings.id)
  if (noticesChange) effects.wake.push(...noticeWakes(department, now))
}

function applyProfile(replica: Replica, profile: Profile, effects: Effects): void {
  const agent = agentOf(replica, profile.id)
  if (profile.version <= (agent.profile?.version ?? -1)) return
  for (const departmentId of agent.profile?.departmentIds ?? []) {
    const department = departmentOf(replica, departmentId)
    department.memberIds.delete(agent.id)
    department.freeIds.delete(agent.id)
    department.freeBotIds.delete(agent.id)
  }
  const { version, limit, departmentIds, active, bot } = profile
  agent.profile = { version, limit, departmentIds, active, isBot: bot !== undefined }
  for (const departmentId of departmentIds) departmentOf(replica, departmentId).memberIds.add(agent.id)
  delete agent.held
  refresh(replica, agent, effects)
}

function applyPresence(replica: Replica, { agentId, version, status, link, since }: Presence, effects: Effects): void {
  const agent = agentOf(replica, agentId)
  if (version <= (agent.presence?.version ?? -1)) return
  agent.presence = { version, status, link, since: Date.parse(since) }
  delete agent.held
  refresh(replica, agent, effects)
}

function applyConversation(replica: Replica, routed: RoutedConversation, at: number, effects: Effects): void {
  if (routed.version <= knownVersion(replica, routed.id)) return
  if (routed.offer?.kind === 'automatic' && routed.status === 'offered') {
    agentOf(replica, routed.offer.agentId).refusals = 0
    departmentOf(replica, routed.departmentId).refusals = 0
  }
  const known = replica.conversations.get(routed.id)
  const next = fromRouted(routed)
  // every message brings its own copy of the department's id; share one
  next.departmentId = departmentOf(replica, routed.departmentId).id
  if (known?.offerInFlight && known.version === routed.version) next.offerInFlight = known.offerInFlight
  take(replica, next, effects, at)
}

/** Changes only its place in the order: an offer in flight still awaits its answer. */
function applyPriority(replica: Replica, routed: RoutedConversation, at: number, effects: Effects): void {
  const known = replica.conversations.get(routed.id)
  if (routed.version <= knownVersion(replica, routed.id)) return
  const unanswered = known?.offerInFlight && routed.status === 'queued'
  take(replica, { ...fromRouted(routed), ...(unanswered && { offerInFlight: known.offerInFlight }) }, effects, at)
}

function applyReread(
  replica: Replica,
  { conversationId, conversation }: Extract<Update, { type: 'reread' }>,
  effects: Effects,
  now: number
): void {
  const known = replica.conversations.get(conversationId)
  if (!known) return
  if (!conversation) forget(replica, conversationId, known.version, effects, now)
  else if (conversation.version > known.version) take(replica, withSummary(known, conversation), effects, now)
  else if (conversation.version === known.version) replace(replica, withoutOfferInFlight(known), effects, now)
}

function applyNotSent(
  replica: Replica,
  { conversationId, offerId }: Extract<Update, { type: 'notSent' }>,
  effects: Effects,
  now: number
): void {
  const known = replica.conversations.get(conversationId)
  if (known?.offerInFlight?.offerId !== offerId) return
  const department = departmentOf(replica, known.departmentId)
  department.heldUntil = now + RESEND_MS
  effects.wake.push({ key: `department ${department.id}`, at: department.heldUntil })
  replace(replica, withoutOfferInFlight(known), effects, now)
}

function take(replica: Replica, next: Conversation, effects: Effects, at: number): void {
  if (isKept(next)) keep(replica, next, effects, at)
  else forget(replica, next.id, next.version, effects, at)
}

function keep(replica: Replica, next: Conversation, effects: Effects, at: number): void {
  replace(replica, next, effects, at)
  effects.wake.push(...noticeWake(departmentOf(replica, next.departmentId), next, at))
}
