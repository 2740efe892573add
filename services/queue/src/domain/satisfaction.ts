import type { Message, Satisfaction } from '@inbox/contracts'
import { type Conversation, isLive, type Ratable } from './conversation.ts'
import { noticeOf } from './notice.ts'
import { mayWrite } from './session-window.ts'

const ANSWER_WITHIN_MS = 7 * 86_400_000

/** For departments that set nothing. */
const unset: Satisfaction = { channels: ['webchat'], language: 'en', questions: {} }

/** Our question, where it is sent as a message. */
const ours: Record<Satisfaction['language'], string> = {
  en: 'How was your conversation with us?',
  'pt-BR': 'Como foi o seu atendimento?',
  es: '¿Cómo fue la atención que recibió?'
}

/** How a contact is asked: a chat shows it by itself, elsewhere `notice` is sent. */
export interface Asking {
  ratable: Ratable
  notice?: Message
}

/** Whether and how to ask the contact when closing: not if nobody served them, or nothing can be written. */
export function askingAt(
  conversation: Conversation,
  { channels, language, questions }: Satisfaction = unset,
  now: Date
): Asking | undefined {
  const { id, channel, startedAt } = conversation
  const asks = channels.some(kind => kind === channel.kind) && mayWrite(conversation, now)
  if (!asks || !startedAt || !isLive(conversation)) return undefined
  const own = Object.keys(questions).length > 0 && { questions }
  const ratable = { until: new Date(now.getTime() + ANSWER_WITHIN_MS), ...own }
  if (channel.kind === 'webchat') return { ratable }
  const notice = noticeOf(`${id}.rating`, id, questions[language] ?? ours[language], now)
  return { ratable, notice: { ...notice, asksRating: true } }
}
