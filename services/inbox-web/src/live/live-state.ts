import type { ConversationSummary, Presence, ServerEvents } from '@inbox/contracts'
import { comparePlaces, type LiveTab, liveTabs, type Place, placeOf, tabOf, type Viewer } from './tabs.ts'

type Conversations = ReadonlyMap<string, ConversationSummary>

/** How far a tab has been read: what lies behind `horizon` is not shown until it is read from `cursor`. */
export interface Reach {
  cursor: string | null
  horizon: Place | null
}

/** What this client knows of the server's state: the newest version of everything it has been told. */
export interface LiveState {
  viewer: Viewer
  /** Whether any snapshot has arrived. */
  loaded: boolean
  conversations: Conversations
  /** The versions at which conversations were forgotten, so that older news arriving late does not bring them back. */
  forgotten: ReadonlyMap<string, number>
  /** The expected results of actions in progress, by conversation; shown until the server reports the actual result. */
  optimistic: ReadonlyMap<string, ShownUpdate>
  /** Those of the viewer and of colleagues, by agent. */
  presences: ReadonlyMap<string, Presence>
  reach: Readonly<Record<LiveTab, Reach>>
}

/** The change that an action in progress is expected to make to a conversation. */
export type Expected = Partial<
  Pick<ConversationSummary, 'status' | 'statusSince' | 'agent' | 'reason' | 'parkedUntil' | 'unread' | 'ownPriority'>
>

interface OptimisticUpdate {
  began: ConversationSummary
  expected: Expected
}

/** With what is shown: the same object while nothing changes, because components compare by identity. */
interface ShownUpdate extends OptimisticUpdate {
  shown: ConversationSummary | undefined
}

type Snapshot = Omit<ServerEvents['snapshot'], 'at'>

export type Change =
  | { kind: 'snapshot'; snapshot: Snapshot }
  | { kind: 'conversation'; conversation: ConversationSummary }
  | { kind: 'presence'; presence: Presence }
  | ({ kind: 'optimistic' } & OptimisticUpdate)
  | { kind: 'optimisticOver'; id: string; expected: Expected }
  | { kind: 'page'; tab: LiveTab; page: { items: ConversationSummary[]; nextCursor: string | null } }
  /** The answer to `resume`: what is newer than the versions it was asked with, and what may no longer be seen. */
  | {
      kind: 'settled'
      asked: Readonly<Record<string, number>>
      conversations: ConversationSummary[]
      removed: string[]
    }

const nothingRead: Reach = { cursor: null, horizon: null }

export const emptyState = (viewer: Viewer): LiveState => ({
  viewer,
  loaded: false,
  conversations: new Map(),
  forgotten: new Map(),
  optimistic: new Map(),
  presences: new Map(),
  reach: { queue: nothingRead, ongoing: nothingRead, myInbox: nothingRead, inactives: nothingRead }
})

/** The state after these changes. However they are duplicated or reordered, the newest version of each thing stays. */
export function applyChanges(state: LiveState, changes: readonly Change[]): LiveState {
  // changes of presence leave the lists as they are
  const onlyPresence = changes.every(({ kind }) => kind === 'presence')
  const next: Draft = {
    ...state,
    ...(!onlyPresence && {
      conversations: new Map(state.conversations),
      forgotten: new Map(state.forgotten),
      optimistic: new Map(state.optimistic)
    }),
    presences: new Map(state.presences)
  } as Draft
  for (const change of changes) applyTo(next, change)
  return next
}

type Draft = {
  -readonly [Key in keyof LiveState]: LiveState[Key] extends ReadonlyMap<infer Id, infer Item>
    ? Map<Id, Item>
    : LiveState[Key]
}

function applyTo(state: Draft, change: Change): void {
  switch (change.kind) {
    case 'conversation':
      // a repetition of the version that was forgotten
      if (change.conversation.version === state.forgotten.get(change.conversation.id)) break
      keepConversation(state, change.conversation)
      break
    case 'presence':
      keepNewer(state.presences, change.presence.agentId, change.presence)
      break
    case 'optimistic':
      keepOptimistic(state, change)
      break
    case 'optimisticOver':
      // another action begun meanwhile is still in progress
      if (state.optimistic.get(change.id)?.expected === change.expected) state.optimistic.delete(change.id)
      break
    case 'page':
      for (const each of change.page.items) keepConversation(state, each)
      state.reach = { ...state.reach, [change.tab]: reachOf(change.tab, change.page) }
      break
    case 'settled':
      for (const each of change.conversations) keepConversation(state, each)
      // something newer may have arrived while the answer was in flight
      for (const id of change.removed) if (state.conversations.get(id)?.version === change.asked[id]) forget(state, id)
      break
    case 'snapshot':
      applySnapshot(state, change.snapshot)
  }
}

function applySnapshot(state: Draft, { tabs, presence, colleagues }: Snapshot): void {
  const reach = Object.fromEntries(liveTabs.map(tab => [tab, reachOf(tab, tabs[tab])])) as Record<LiveTab, Reach>
  for (const tab of liveTabs) for (const each of tabs[tab].items) keepConversation(state, each)
  for (const each of [...colleagues, ...(presence ? [presence] : [])]) keepNewer(state.presences, each.agentId, each)
  state.reach = reach
  state.loaded = true
  // what is in no tab, or behind what was read, will be pushed or read again when it matters
  for (const [id, conversation] of state.conversations) {
    const tab = tabOf(conversation, state.viewer)
    if (!tab || isBehind(conversation, tab, reach[tab])) forget(state, id)
  }
}

const MAX_FORGOTTEN = 5000

function forget({ conversations, forgotten }: Draft, id: string): void {
  forgotten.delete(id)
  forgotten.set(id, conversations.get(id)?.version ?? 0)
  conversations.delete(id)
  const [oldest] = forgotten.keys()
  if (forgotten.size > MAX_FORGOTTEN && oldest !== undefined) forgotten.delete(oldest)
}

function keepConversation(state: Draft, conversation: ConversationSummary): void {
  const { conversations, forgotten, optimistic } = state
  const { id, version } = conversation
  if (version >= (forgotten.get(id) ?? 0)) keepNewer(conversations, id, conversation)
  const update = optimistic.get(id)
  if (update) keepOptimistic(state, update)
}

function keepOptimistic({ conversations, optimistic }: Draft, { began, expected }: OptimisticUpdate): void {
  const known = conversations.get(began.id) ?? began
  optimistic.set(began.id, {
    began,
    expected,
    shown: standsAs(began, known) ? withExpected(known, expected) : undefined
  })
}

function reachOf(tab: LiveTab, page: { items: ConversationSummary[]; nextCursor: string | null }): Reach {
  const last = page.items.at(-1)
  return { cursor: page.nextCursor, horizon: page.nextCursor !== null && last ? placeOf(last, tab) : null }
}

const isBehind = (conversation: ConversationSummary, tab: LiveTab, { horizon }: Reach) =>
  horizon !== null && comparePlaces(tab, placeOf(conversation, tab), horizon) > 0

function keepNewer<Item extends { version: number }>(items: Map<string, Item>, id: string, item: Item): void {
  const known = items.get(id)
  if (!known || item.version > known.version) items.set(id, item)
}

/**
 * What the state has and the snapshot does not: known from before the gap and over since, or newer than the snapshot.
 * Only the server can say which; ask it with `resume`.
 */
export function doubtful(state: LiveState, { tabs }: Pick<Snapshot, 'tabs'>): Record<string, number> {
  const told = new Set(liveTabs.flatMap(tab => tabs[tab].items.map(({ id }) => id)))
  return Object.fromEntries(
    [...state.conversations.values()].filter(({ id }) => !told.has(id)).map(({ id, version }) => [id, version])
  )
}

export type TabLists = Readonly<Record<LiveTab, readonly ConversationSummary[]>>

/**
 * A conversation as shown: with the expected result of an action, until its status, agent or offer differs from when
 * the action began.
 */
export const shown = ({ conversations, optimistic }: Pick<LiveState, 'conversations' | 'optimistic'>, id: string) =>
  optimistic.get(id)?.shown ?? conversations.get(id)

const standsAs = (began: ConversationSummary, known: ConversationSummary) =>
  known.version <= began.version ||
  (known.status === began.status && known.agent?.id === began.agent?.id && known.offer?.id === began.offer?.id)

function withExpected({ offer, ...known }: ConversationSummary, expected: Expected): ConversationSummary {
  // a change of status ends the offer
  return { ...known, ...(offer && !expected.status && { offer }), ...expected }
}

/** The four tabs as shown, in the server's order. */
export function tabLists(state: Pick<LiveState, 'conversations' | 'optimistic' | 'viewer' | 'reach'>): TabLists {
  const { conversations, viewer, reach } = state
  const placed: Record<LiveTab, [Place, ConversationSummary][]> = { queue: [], ongoing: [], myInbox: [], inactives: [] }
  for (const known of conversations.values()) {
    const conversation = shown(state, known.id) ?? known
    const tab = tabOf(conversation, viewer)
    if (!tab || isBehind(conversation, tab, reach[tab])) continue
    placed[tab].push([placeOf(conversation, tab), conversation])
  }
  const sorted = (tab: LiveTab) =>
    placed[tab].sort(([a], [b]) => comparePlaces(tab, a, b)).map(([, conversation]) => conversation)
  return {
    queue: sorted('queue'),
    ongoing: sorted('ongoing'),
    myInbox: sorted('myInbox'),
    inactives: sorted('inactives')
  }
}
