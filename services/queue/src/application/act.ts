import type { Rejection, Result } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import type { Reader } from '../domain/access.ts'
import { type AgentState, isPresent } from '../domain/agent.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Loaded } from '../store/conversations.ts'
import type { Action, Assignment, Sources } from './action.ts'
import type { Arrivals } from './arrivals.ts'
import type { Done, Execute } from './execute.ts'
import type { GiveWork } from './give-work.ts'

interface Dependencies {
  execute: Execute
  giveWork: GiveWork
  arrivals: Pick<Arrivals, 'present'>
  sources: Sources
}

/** Carries out what somebody asks of a conversation, given by its id or as it was just loaded. */
export type Act = <Input>(
  action: Action<Input> | Assignment<Input>,
  on: string | Loaded,
  asked: { reader: Reader; input: Input },
  origin: Origin
) => Promise<Result<Done, Rejection>>

export function createAct({ execute, giveWork, arrivals, sources }: Dependencies): Act {
  return async (action, on, asked, origin) => {
    if (typeof action === 'function')
      return execute(on, async ({ conversation }) => action({ ...asked, conversation }, sources), origin)
    const command = (agent: AgentState, slot: string, conversation: Conversation) =>
      action.command({ ...asked, conversation, agent, slot }, sources)
    if (action.to !== 'caller') return giveWork(on, action.to(asked.input), command, origin)
    const { id, agent } = asked.reader
    if (agent && isPresent(agent)) return giveWork(on, agent, command, origin)
    await arrivals.present(id)
    // much may have happened meanwhile
    return giveWork(typeof on === 'string' ? on : on.conversation.id, id, command, origin)
  }
}
