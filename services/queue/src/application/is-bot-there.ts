import { mayBeOffered } from '../domain/agent.ts'
import type { Agents } from '../store/agents.ts'
import type { Departments } from '../store/departments.ts'

type Department = Pick<NonNullable<Awaited<ReturnType<Departments['get']>>>, 'id' | 'botId'>

/** Whether the bot of a department would be offered what begins in it. */
export async function isBotThere(agents: Pick<Agents, 'get'>, department: Department | null | undefined) {
  const bot = department?.botId === undefined ? null : await agents.get(department.botId)
  return bot !== null && mayBeOffered(bot, department!.id)
}
