import { getVisitorChat, listVisitorMessages } from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { type Clock, ok, reject } from '@inbox/kernel'
import { isBotThere } from '../application/is-bot-there.ts'
import type { LatestOfContact } from '../application/latest-of-contact.ts'
import { attendanceOf } from '../domain/attendance.ts'
import { goesBy } from '../domain/contact.ts'
import { placeNow } from '../domain/decide-position.ts'
import { summaryOf } from '../domain/summary.ts'
import type { Departments } from '../store/departments.ts'
import type { ReadStores, Show } from './reads.ts'

const MAX_MESSAGES = 100

type Stores = Pick<ReadStores, 'conversations' | 'messages' | 'agents'> & { departments: Pick<Departments, 'get'> }
interface Dependencies {
  latestOfContact: LatestOfContact
  clock: Clock
  show: Show
}

/** What web chat shows to visitors, in place of a reader with rights. */
export const visitorRoutes = (
  { conversations, messages, agents, departments }: Stores,
  { latestOfContact, clock, show }: Dependencies
): Route[] => {
  /** `begins`: for conversations that begin there, which its bot may answer as well. */
  const attendanceIn = async (id: string, begins: boolean) => {
    const [byPeople, department] = await Promise.all([agents.isAttended(id), departments.get(id)])
    const attended = byPeople || (begins && (await isBotThere(agents, department)))
    return { department, attendance: attendanceOf(attended, department?.hours, clock.now()) }
  }
  const choiceOf = async (id: string) => {
    const { department, attendance } = await attendanceIn(id, true)
    return department?.active ? [{ id, name: department.name, ...attendance }] : []
  }
  return [
    route(getVisitorChat, async ({ params: { channelId, visitorId }, query: { departmentId, choices = '' } }) => {
      const [latest, ...found] = await Promise.all([
        latestOfContact(channelId, visitorId),
        ...choices.split(',').filter(Boolean).map(choiceOf)
      ])
      const begins = !latest || ['inactive', 'closed'].includes(latest.conversation.status)
      const { attendance } = await attendanceIn(departmentId, begins)
      const there = { ...attendance, choices: found.flat() }
      if (!latest) return ok({ ...there, messages: [] })
      // a message just written may only be in the outbox so far
      await conversations.recordPending(latest)
      const { conversation } = latest
      const newest = await messages.page(conversation.id, MAX_MESSAGES)
      return ok({
        ...there,
        conversation: summaryOf(conversation),
        queue: placeNow(conversation, clock.now()),
        messages: newest.map(show),
        more: newest.length === MAX_MESSAGES || conversation.previousConversationId !== undefined
      })
    }),
    route(listVisitorMessages, async ({ params: { channelId, visitorId }, query: { before } }) => {
      const first = await messages.get(before)
      const of = first && (await conversations.load(first.conversationId))?.conversation
      if (!of || !goesBy(of.contact, channelId, [visitorId]))
        return reject('not-found', 'This visitor has no such message')
      const { sentAt, receivedAt, id } = first!
      const place = { sentOn: new Date(sentAt), receivedOn: new Date(receivedAt), id }
      const same = await messages.page(of.id, MAX_MESSAGES, place)
      const goesBack = of.previousConversationId !== undefined
      if (same.length > 0 || !goesBack)
        return ok({ messages: same.map(show), ended: false, more: goesBack || same.length === MAX_MESSAGES })
      const earlier = (await conversations.load(of.previousConversationId!))?.conversation
      const found = earlier ? await messages.page(earlier.id, MAX_MESSAGES) : []
      const more = found.length === MAX_MESSAGES || earlier?.previousConversationId !== undefined
      return ok({ messages: found.map(show), ended: true, more: more && found.length > 0 })
    })
  ]
}
