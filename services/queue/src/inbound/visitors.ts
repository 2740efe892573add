import { getVisitorChat, listVisitorMessages } from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { LatestOfContact } from '../application/latest-of-contact.ts'
import { goesBy } from '../domain/contact.ts'
import { summaryOf } from '../domain/summary.ts'
import type { ReadStores, Show } from './reads.ts'

const MOST_MESSAGES = 100

/** What web chat shows to those who write, in place of a reader with rights. */
export const visitorRoutes = (
  { conversations, messages, agents }: Pick<ReadStores, 'conversations' | 'messages' | 'agents'>,
  latestOfContact: LatestOfContact,
  show: Show
): Route[] => [
  route(getVisitorChat, async ({ params: { channelId, visitorId }, query: { departmentId } }) => {
    const [attended, latest] = await Promise.all([
      agents.isAttended(departmentId),
      latestOfContact(channelId, visitorId)
    ])
    if (!latest) return ok({ attended, messages: [] })
    // what was just written may still be in the outbox alone
    await conversations.recordPending(latest)
    const { conversation } = latest
    const newest = await messages.page(conversation.id, MOST_MESSAGES)
    return ok({
      attended,
      conversation: summaryOf(conversation),
      messages: newest.map(show),
      more: newest.length === MOST_MESSAGES || conversation.previousConversationId !== undefined
    })
  }),
  route(listVisitorMessages, async ({ params: { channelId, visitorId }, query: { before } }) => {
    const first = await messages.get(before)
    const of = first && (await conversations.load(first.conversationId))?.conversation
    if (!of || !goesBy(of.contact, channelId, [visitorId])) return reject('not-found', 'No such message of theirs')
    const { sentAt, receivedAt, id } = first!
    const place = { sentOn: new Date(sentAt), receivedOn: new Date(receivedAt), id }
    const same = await messages.page(of.id, MOST_MESSAGES, place)
    const goesBack = of.previousConversationId !== undefined
    if (same.length > 0 || !goesBack)
      return ok({ messages: same.map(show), ended: false, more: goesBack || same.length === MOST_MESSAGES })
    const earlier = (await conversations.load(of.previousConversationId!))?.conversation
    const found = earlier ? await messages.page(earlier.id, MOST_MESSAGES) : []
    const more = found.length === MOST_MESSAGES || earlier?.previousConversationId !== undefined
    return ok({ messages: found.map(show), ended: true, more: more && found.length > 0 })
  })
]
