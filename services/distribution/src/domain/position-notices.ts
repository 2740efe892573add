import type { DataOf, positionTold, Department as Settings } from '@inbox/contracts'
import { openingAt } from '@inbox/kernel'
import { noticeEveryMs } from '@inbox/kernel/position-notice'
import { type Conversation, isWaiting } from './conversation.ts'
import { estimateFor } from './line.ts'
import type { Department, Effects, Replica } from './replica.ts'

/** A contact to be told their place in the queue. */
export interface PositionNotice {
  conversationId: string
  departmentId: string
  position: number
  /** How long until their turn, at the recent pace; missing if unknown. */
  estimateSeconds?: number
}

/** The wake-up for a conversation's next notice, if its department tells contacts on its channel their place. */
export function noticeWake({ settings }: Department, conversation: Conversation, now: number) {
  const notice = noticeFor(settings, conversation)
  if (!notice || !isWaiting(conversation)) return []
  const { toldPosition } = conversation
  const at = toldPosition ? toldPosition.at + noticeEveryMs(notice.everySeconds, conversation.channelKind) : now
  return [{ key: `position ${conversation.id}`, at }]
}

/** The same for everything waiting in a department: when notices are switched on, and after a rebuild. */
export function noticeWakes(department: Department, now: number): { key: string; at: number }[] {
  if (!department.settings?.positionNotice) return []
  return department.waiting.items().flatMap(conversation => noticeWake(department, conversation, now))
}

/** Queue has told a contact: whoever leads next continues from there. */
export function applyPositionTold(
  { conversations, departments }: Replica,
  { conversationId, departmentId, position, at }: DataOf<typeof positionTold>,
  effects: Effects,
  now: number
): void {
  const conversation = conversations.get(conversationId)
  const department = departments.get(departmentId)
  if (!conversation || !department) return
  conversation.toldPosition = { position, at: Date.parse(at) }
  effects.wake.push(...noticeWake(department, conversation, now))
}

/** What a contact should be told now, if anything, and when to check again. Queue reports that they were told. */
export function positionNoticeOf(
  { conversations, departments }: Replica,
  id: string,
  now: number
): { notice?: PositionNotice; lookAgainAt?: number } {
  const conversation = conversations.get(id)
  const department = conversation && departments.get(conversation.departmentId)
  const policy = department && noticeFor(department.settings, conversation)
  if (!department || !policy || !isWaiting(conversation)) return {}
  const lookAgainAt = now + noticeEveryMs(policy.everySeconds, conversation.channelKind)
  const { hours } = department.settings!
  const position = department.waiting.rank(conversation) + 1
  const isClosed = hours !== undefined && !openingAt(hours, new Date(now)).open
  if (isClosed || conversation.toldPosition?.position === position) return { lookAgainAt }
  const waitMs = estimateFor(department, conversation, now)
  const estimate = waitMs !== undefined && { estimateSeconds: Math.round(waitMs / 1000) }
  return { notice: { conversationId: id, departmentId: department.id, position, ...estimate }, lookAgainAt }
}

const noticeFor = (settings: Settings | undefined, { channelKind }: Conversation) =>
  settings?.active && settings.positionNotice?.channels.includes(channelKind) ? settings.positionNotice : undefined
