import { agentOf, type Conversation } from './conversation.ts'

/** Whether a bot serves it. */
export const isWithBot = (conversation: Conversation): boolean => silenceOf(conversation) !== undefined

/** If a bot serves the conversation: for how many ms it may let the contact wait. */
const silenceOf = (conversation: Conversation): number | undefined => {
  const bot = conversation.status === 'ongoing' ? conversation.agent.bot : undefined
  return bot && bot.silentSeconds * 1000
}

/**
 * Sets the time by which the bot that serves it must have answered: its permitted silence, counted from when the
 * contact began to wait for it. None while nobody waits for a bot. `wrote`: the contact just did, whatever the
 * message's place.
 */
export function awaitingBot(before: Conversation, next: Conversation, now: Date, wrote = false): Conversation {
  const { botDueAt, ...rest } = next
  const silentMs = silenceOf(next)
  if (silentMs === undefined) return rest as Conversation
  const goesOn = isWithBot(before) && agentOf(before)?.id === agentOf(next)?.id
  if (goesOn && !wrote && next.lastMessage === before.lastMessage) return next
  if (!wrote && next.lastMessage?.direction !== 'inbound') return rest as Conversation
  return goesOn && botDueAt ? next : { ...next, botDueAt: new Date(now.getTime() + silentMs) }
}
