import type { DecisionRecord } from '@inbox/contracts'
import { useAgents } from '../../../api/directory.ts'
import { useMessages } from './messages.ts'

type Exclusion = DecisionRecord['exclusions'][number]

/** Why an agent was no candidate. */
export function useExclusionWords(): (exclusion: Exclusion) => string {
  const { exclusion: words } = useMessages()
  const agents = useAgents()
  // who may have none, as most supervisors, is not busy
  return ({ agentId, reason }) => words[reason === 'atLimit' && agents.get(agentId)?.limit === 0 ? 'takesNone' : reason]
}
