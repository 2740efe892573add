import type { DecisionRecord } from '@inbox/contracts'
import { useAgents } from '../../../api/directory.ts'
import { useMessages } from './messages.ts'

type Exclusion = DecisionRecord['exclusions'][number]

/** Why an agent was not a candidate. */
export function useExclusionWords(): (exclusion: Exclusion) => string {
  const { exclusion: words } = useMessages()
  const agents = useAgents()
  // whoever takes none, like most supervisors, is not busy
  return ({ agentId, reason }) => words[reason === 'atLimit' && agents.get(agentId)?.limit === 0 ? 'takesNone' : reason]
}
