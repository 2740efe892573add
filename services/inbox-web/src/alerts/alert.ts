import type { ConversationSummary, Department, ServerEvents } from '@inbox/contracts'
import type { Viewer } from '../live/tabs.ts'
import type { AlertKind } from './alert-settings.ts'
import { mentions } from './mentions.ts'

/** Something that an agent wants to hear about. */
export interface Alert {
  kind: AlertKind
  /** The same in every tab and unique to this alert, so that it rings once. */
  key: string
  conversationId: string
  /** Missing if the conversation is in none of the agent's tabs. */
  conversation?: ConversationSummary | undefined
  /** The text of the message or note; without it, the conversation's last message is shown. */
  text?: string
}

/** What is known when something happens. */
export interface Situation {
  viewer: Viewer & { name: string }
  /** Whether the viewer currently takes new conversations. */
  available: boolean
  /** The conversation as known before. */
  known(id: string): ConversationSummary | undefined
  department(id: string): Department | undefined
}

export type Happened = {
  [Name in 'offer' | 'message' | 'conversation' | 'note']: { event: Name; payload: ServerEvents[Name] }
}['offer' | 'message' | 'conversation' | 'note']

/** The alert that an occurrence is worth to the viewer, if any. */
export function alertOf(happened: Happened, situation: Situation): Alert | undefined {
  switch (happened.event) {
    case 'offer':
      return offerAlert(happened.payload, situation)
    case 'message':
      return messageAlert(happened.payload, situation)
    case 'conversation':
      return arrivalAlert(happened.payload, situation) ?? backAlert(happened.payload, situation)
    case 'note':
      return noteAlert(happened.payload, situation)
  }
}

function offerAlert(conversation: ConversationSummary, { viewer }: Situation): Alert | undefined {
  const { offer } = conversation
  if (offer?.agentId !== viewer.id) return undefined
  return { kind: 'offer', key: `offer:${offer.id}`, conversationId: conversation.id, conversation }
}

function messageAlert({ conversationId, message }: ServerEvents['message'], situation: Situation): Alert | undefined {
  const conversation = situation.known(conversationId)
  if (message.direction !== 'inbound' || conversation?.agent?.id !== situation.viewer.id) return undefined
  return {
    kind: 'message',
    key: `message:${message.id}`,
    conversationId,
    conversation,
    ...(message.content.type === 'text' && { text: message.content.text })
  }
}

/** Where agents pick for themselves nobody gets offers: an arrival in the queue concerns whoever takes new ones. */
function arrivalAlert(conversation: ConversationSummary, situation: Situation): Alert | undefined {
  const { id, status, departmentId, enqueuedAt, statusSince = enqueuedAt } = conversation
  const { viewer, available } = situation
  if (status !== 'queued' || !available || !viewer.departmentIds.includes(departmentId)) return undefined
  if (situation.department(departmentId)?.distribution.mode !== 'manual') return undefined
  const before = situation.known(id)
  const isNews = before?.status !== 'queued' || before.departmentId !== departmentId
  if (!isNews || before?.agent?.id === viewer.id) return undefined
  return { kind: 'arrival', key: `arrival:${id}:${statusSince}`, conversationId: id, conversation }
}

/**
 * The alert for a parked conversation whose time has come; a message of the contact makes it that time. An agent who
 * resumed it earlier needs none.
 */
function backAlert(conversation: ConversationSummary, { viewer, known }: Situation): Alert | undefined {
  const { id, status, statusSince = '', agent } = conversation
  const before = known(id)
  if (status !== 'ongoing' || agent?.id !== viewer.id || before?.status !== 'pending') return undefined
  const { parkedUntil } = before
  if (!parkedUntil || parkedUntil === 'contactWrites' || Date.parse(parkedUntil) > Date.parse(statusSince))
    return undefined
  return { kind: 'back', key: `back:${id}:${parkedUntil}`, conversationId: id, conversation }
}

function noteAlert({ conversationId, note }: ServerEvents['note'], situation: Situation): Alert | undefined {
  const { viewer } = situation
  if (note.author.id === viewer.id || !mentions(note.text, viewer.name)) return undefined
  return {
    kind: 'note',
    key: `note:${note.id}`,
    text: note.text,
    conversationId,
    conversation: situation.known(conversationId)
  }
}
