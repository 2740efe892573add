import type { RoutedConversation } from '@inbox/contracts'
import { knownVersion, type Update } from './apply.ts'
import { type Conversation, fromRouted, isKept } from './conversation.ts'
import type { Replica } from './replica.ts'

/** Whether a snapshot's content is newer than the replica and differs from it in anything that matters. */
export function isNews(replica: Replica, update: Update): boolean {
  switch (update.type) {
    case 'department':
      return update.department.version > (replica.departments.get(update.department.id)?.settings?.version ?? -1)
    case 'agent':
      return update.agent.version > (replica.agents.get(update.agent.id)?.profile?.version ?? -1)
    case 'presence':
      return update.presence.version > (replica.agents.get(update.presence.agentId)?.presence?.version ?? -1)
    case 'conversation':
      return (
        update.conversation.version > knownVersion(replica, update.conversation.id) &&
        differs(replica, update.conversation)
      )
    case 'absent':
      return replica.conversations.get(update.conversationId)?.version === update.version
    default:
      return true
  }
}

/** Messages and read markers also raise the version, but do not matter here. */
function differs({ conversations }: Replica, routed: RoutedConversation): boolean {
  const known = conversations.get(routed.id)
  const next = fromRouted(routed)
  if (!known || !isKept(next)) return isKept(next) || known !== undefined
  return contentOf(known) !== contentOf(next)
}

const contentOf = (it: Conversation): string =>
  JSON.stringify([
    ...[it.status, it.departmentId, it.priority, it.enqueuedAt, it.offerNumber, it.offerEndedAt, it.preferredAgentId],
    ...[it.botsTurn, it.lastAgentId, it.waitingSince, it.excludedAgentIds, it.holderIds]
  ])
