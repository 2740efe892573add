import type { Conversation } from './conversation.ts'
import type { Department } from './replica.ts'

/** The bot of the department, if it could have an offer now. */
export const freeBotOf = ({ settings, freeBotIds }: Department): string | undefined =>
  settings?.botId !== undefined && freeBotIds.has(settings.botId) ? settings.botId : undefined

/** The bot to which a conversation is to be offered before anybody else. A bot that cannot have it now keeps nobody from it. */
export const botFor = (department: Department, { botsTurn }: Conversation): string | undefined =>
  botsTurn && freeBotOf(department)
