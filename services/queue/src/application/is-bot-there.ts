import { mayBeOffered } from '../domain/agent.ts'
import type { Agents } from '../store/agents.ts'
import type { Departments } from '../store/departments.ts'

type Department = Pick<NonNullable<Awaited<ReturnType<Departments['get']>>>, 'id' | 'botId'>

/** Whether a new conversation in this department would be offered to its bot. */
export async function isBotThere(agents: Pick<Agents, 'get'>, department: Department | null | undefined) {
  const bot = department?.botId === undefined ? null : await agents.get(department.botId)
  return bot !== null && mayBeOffered(bot, department!.id)
}
