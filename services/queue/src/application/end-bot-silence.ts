import { ok, reject } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { agentOf, bySystem, currentOf } from '../domain/conversation.ts'
import type { Execute } from './execute.ts'

/** Takes a conversation from a bot that keeps its contact waiting, if it still does, and gives it to people. */
export type EndBotSilence = (conversationId: string) => Promise<void>

export const createEndBotSilence =
  (execute: Execute): EndBotSilence =>
  async conversationId => {
    await execute(
      conversationId,
      async ({ conversation }) => {
        const bot = agentOf(conversation)
        return bot
          ? ok({ type: 'returnToQueue', agentId: bot.id, cause: 'botSilent', actor: bySystem })
          : reject('illegal-transition', 'No agent has this conversation', currentOf(conversation))
      },
      { correlationId: newId() }
    )
  }
