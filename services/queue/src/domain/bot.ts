import { agentOf, type Conversation } from './conversation.ts'

/** A bot serves it. */
export const isWithBot = (conversation: Conversation): boolean => silenceOf(conversation) !== undefined

/** Of a conversation that a bot serves: for how many ms that one may let the contact wait. */
const silenceOf = (conversation: Conversation): number | undefined => {
  const bot = conversation.status === 'ongoing' ? conversation.agent.bot : undefined
  return bot && bot.silentSeconds * 1000
}

/**
 * The same with the instant by which the bot that serves it must have answered: as long after the contact began to wait for
 * that as the bot may be silent. None while nobody waits for a bot. `wrote`: the contact just did, in whatever order it stands.
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
