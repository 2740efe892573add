import type { Conversation } from './conversation.ts'
import type { Department } from './replica.ts'

/** The department's bot, if it could have an offer now. */
export const freeBotOf = ({ settings, freeBotIds }: Department): string | undefined =>
  settings?.botId !== undefined && freeBotIds.has(settings.botId) ? settings.botId : undefined

/** The bot that must be offered a conversation first. A bot that cannot take it now keeps nobody from it. */
export const botFor = (department: Department, { botsTurn }: Conversation): string | undefined =>
  botsTurn && freeBotOf(department)
