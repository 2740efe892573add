import type { RoutedConversation } from '@inbox/contracts'
import { knownVersion, type Learnt } from './apply.ts'
import { type Conversation, fromRouted, isKept } from './conversation.ts'
import type { Picture } from './picture.ts'

/** Whether what a snapshot says is newer than the picture and differs from it in anything that matters. */
export function isNews(picture: Picture, learnt: Learnt): boolean {
  switch (learnt.type) {
    case 'department':
      return learnt.department.version > (picture.departments.get(learnt.department.id)?.settings?.version ?? -1)
    case 'agent':
      return learnt.agent.version > (picture.agents.get(learnt.agent.id)?.profile?.version ?? -1)
    case 'presence':
      return learnt.presence.version > (picture.agents.get(learnt.presence.agentId)?.presence?.version ?? -1)
    case 'conversation':
      return (
        learnt.conversation.version > knownVersion(picture, learnt.conversation.id) &&
        differs(picture, learnt.conversation)
      )
    case 'absent':
      return picture.conversations.get(learnt.conversationId)?.version === learnt.version
    default:
      return true
  }
}

/** Messages and read markers raise the version too, and are of no interest here. */
function differs({ conversations }: Picture, routed: RoutedConversation): boolean {
  const known = conversations.get(routed.id)
  const next = fromRouted(routed)
  if (!known || !isKept(next)) return isKept(next) || known !== undefined
  return contentOf(known) !== contentOf(next)
}

const contentOf = (it: Conversation): string =>
  JSON.stringify([
    ...[it.status, it.departmentId, it.priority, it.enqueuedAt, it.offerNumber, it.offerEndedAt, it.preferredAgentId],
    ...[it.lastAgentId, it.waitingSince, it.excludedAgentIds, it.holderIds]
  ])
