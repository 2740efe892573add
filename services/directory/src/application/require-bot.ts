import type { DepartmentFields } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import type { Agents } from '../store/agents.ts'

/**
 * Throws Malformed unless the bot of department `id`, if it has one, is an active bot that belongs to it: a wrong id
 * must not delay what people get.
 */
export async function requireBot(
  agents: Pick<Agents, 'byId'>,
  { botId }: Pick<DepartmentFields, 'botId'>,
  id?: string
): Promise<void> {
  if (botId === undefined) return
  const { departmentIds } = await activeBot(agents, botId)
  if (id === undefined || !departmentIds.includes(id))
    throw malformed('is a bot that does not belong to this department yet')
}

/** Throws Malformed unless the bot that a program is to act as, if any, is an active bot. */
export async function requireActingBot(agents: Pick<Agents, 'byId'>, botId: string | undefined): Promise<void> {
  if (botId !== undefined) await activeBot(agents, botId)
}

async function activeBot(agents: Pick<Agents, 'byId'>, id: string) {
  const agent = (await agents.byId(id))?.fields
  if (!agent?.bot) throw malformed('is not a bot')
  if (!agent.active) throw malformed('is a bot that is not active')
  return agent
}

const malformed = (message: string) => new Malformed('No such bot', [{ path: 'body.botId', message }])
