import type { ConversationSummary, Role } from '@inbox/contracts'

export const liveTabs = ['queue', 'ongoing', 'myInbox', 'inactives'] as const
export type LiveTab = (typeof liveTabs)[number]
export const isTab = (text: string | undefined): text is LiveTab => liveTabs.includes(text as LiveTab)

/** Tabs of what an agent serves, whose order they choose; Queue has the order of serving. */
export const hasOrders = (tab: LiveTab): boolean => tab === 'ongoing' || tab === 'myInbox'

/** The agent whose tabs these are. */
export interface Viewer {
  id: string
  role: Role
  departmentIds: readonly string[]
}

/** The tab in which a viewer finds a conversation: the server's rule, repeated as it sends more than the tabs show. */
export function tabOf(conversation: ConversationSummary, viewer: Viewer): LiveTab | undefined {
  const everything = viewer.role !== 'agent'
  const department = everything || viewer.departmentIds.includes(conversation.departmentId)
  const mine = everything || conversation.agent?.id === viewer.id || conversation.offer?.agentId === viewer.id
  switch (conversation.status) {
    case 'queued':
      return department ? 'queue' : undefined
    case 'offered':
    case 'ongoing':
      return mine ? 'ongoing' : undefined
    case 'pending':
      return mine ? 'myInbox' : undefined
    case 'inactive':
      return department ? 'inactives' : undefined
    case 'closed':
      return undefined
  }
}

/** The position of a conversation in its tab; places compare element by element, smaller first. */
export type Place = readonly [number, number, string]

const queuePlaces = new WeakMap<ConversationSummary, Place>()
const otherPlaces = new WeakMap<ConversationSummary, Place>()

/** Memoised, because a long list is sorted again with every change. */
export function placeOf(conversation: ConversationSummary, tab: LiveTab): Place {
  const places = tab === 'queue' ? queuePlaces : otherPlaces
  const known = places.get(conversation)
  if (known) return known
  const place = computePlace(conversation, tab)
  places.set(conversation, place)
  return place
}

const computePlace = (conversation: ConversationSummary, tab: LiveTab): Place =>
  tab === 'queue'
    ? [-(conversation.priority ?? 0), Date.parse(conversation.enqueuedAt), conversation.id]
    : [0, -Date.parse(conversation.statusSince ?? conversation.enqueuedAt), conversation.id]

/** Queue by arrival, the others newest first; ties are ordered as on the server. */
export function comparePlaces(tab: LiveTab, a: Place, b: Place): number {
  const byId = a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0
  return a[0] - b[0] || a[1] - b[1] || (tab === 'queue' ? byId : -byId)
}
