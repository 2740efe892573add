import { ok, type Rejection, type Result } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import type { Reader } from '../domain/access.ts'
import { type AgentState, isPresent } from '../domain/agent.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { PersonAct } from '../domain/person-act.ts'
import type { Loaded } from '../store/conversations.ts'
import type { Action, Assignment, CommandResult, Sources } from './action.ts'
import type { Arrivals } from './arrivals.ts'
import type { Execute, ExecutionResult } from './execute.ts'
import type { GiveWork } from './give-work.ts'

interface Dependencies {
  execute: Execute
  giveWork: GiveWork
  arrivals: Pick<Arrivals, 'present'>
  sources: Sources
}

/** Carries out an action on a conversation (its id, or as just loaded); with `actionId`, at most once per id. */
export type Act = <Input>(
  action: Action<Input> | Assignment<Input>,
  on: string | Loaded,
  asked: { reader: Reader; input: Input; actionId?: string | undefined },
  origin: Origin
) => Promise<Result<ExecutionResult, Rejection>>

export function createAct({ execute, giveWork, arrivals, sources }: Dependencies): Act {
  return async (action, on, { actionId, ...asked }, origin) => {
    const act = actionId === undefined ? undefined : { id: actionId, by: asked.reader.id }
    if (typeof action === 'function')
      return execute(on, ({ conversation }) => named(action({ ...asked, conversation }, sources), act), origin)
    const command = (agent: AgentState, slot: string, conversation: Conversation) =>
      named(action.command({ ...asked, conversation, agent, slot }, sources), act)
    if (action.to !== 'caller') return giveWork(on, action.to(asked.input), command, origin)
    const { id, agent } = asked.reader
    if (agent && isPresent(agent)) return giveWork(on, agent, command, origin)
    await arrivals.present(id)
    // much may have changed while we waited
    return giveWork(typeof on === 'string' ? on : on.conversation.id, id, command, origin)
  }
}

/** Marks the command as a person's act. */
async function named(made: CommandResult, act: PersonAct | undefined): Promise<Awaited<CommandResult>> {
  const command = await made
  return act && command.ok ? ok({ ...command.value, act }) : command
}
