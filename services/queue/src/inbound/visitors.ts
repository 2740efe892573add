import { getVisitorChat } from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { ok } from '@inbox/kernel'
import { contactIdOf } from '../domain/contact.ts'
import { summaryOf } from '../domain/summary.ts'
import type { ReadStores, Show } from './reads.ts'

const MOST_MESSAGES = 100

/** What web chat shows to those who write, in place of a reader with rights. */
export const visitorRoutes = (
  { conversations, messages, agents }: Pick<ReadStores, 'conversations' | 'messages' | 'agents'>,
  show: Show
): Route[] => [
  route(getVisitorChat, async ({ params: { channelId, visitorId }, query: { departmentId } }) => {
    const [attended, latest] = await Promise.all([
      agents.isAttended(departmentId),
      conversations.latestOfContact(contactIdOf(channelId, visitorId))
    ])
    if (!latest) return ok({ attended, messages: [] })
    // what was just written may still be in the outbox alone
    await conversations.recordPending(latest)
    const { conversation } = latest
    return ok({
      attended,
      conversation: summaryOf(conversation),
      messages: (await messages.page(conversation.id, MOST_MESSAGES)).map(show)
    })
  })
]
