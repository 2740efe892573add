import { type ConversationSummary, listConversations } from '@inbox/contracts'
import { call } from '../api/call.ts'
import { createStore, type Store } from '../state/store.ts'
import { type Connection, connect } from './connection.ts'
import { applyChanges, type Change, doubtful, type Expected, emptyState, type LiveState } from './live-state.ts'
import { pollWithoutSocket } from './poll-without-socket.ts'
import { readSettled, readSnapshot } from './read-over-http.ts'
import type { LiveTab, Viewer } from './tabs.ts'

/** The live state of one signed-in agent: filled by the socket, read by components. */
export interface Live {
  state: Store<LiveState>
  connection: Connection
  /** Takes what an HTTP call returned; the newest version wins, however it arrives. */
  learn(conversation: ConversationSummary): void
  /** Shows the expected result of an action; returns how to end that, whatever came of it. */
  showExpected(began: ConversationSummary, expected: Expected): () => void
  /** Calls back once with each conversation whose contact turns out to be erased. Returns how to stop. */
  onErased(listener: (conversationId: string) => void): () => void
  /** Reads the next page of a tab, if there is one. */
  more(tab: LiveTab): Promise<void>
  close(): void
}

interface Resumed {
  conversations: ConversationSummary[]
  removed: string[]
}

/** How many versions one `resume` may carry. */
const MAX_ASKED = 2000
const PAGE = 200

export function createLive(viewer: Viewer): Live {
  const connection = connect()
  const state = createStore(emptyState(viewer))
  const erased = new Set<string>()
  const listeners = new Set<(conversationId: string) => void>()
  const change = batching(changes => {
    state.set(applyChanges(state.get(), changes))
    for (const id of erasedIn(changes)) {
      if (erased.has(id)) continue
      erased.add(id)
      for (const listener of listeners) listener(id)
    }
  })

  const settle = async (asked: Record<string, number>) => {
    for (const versions of parts(asked)) {
      const answer = await connection.ask<Resumed>('resume', { versions }).catch(() => undefined)
      // no answer means that the connection is gone; the next snapshot asks again
      if (answer) change({ kind: 'settled', asked: versions, ...answer })
    }
  }
  connection.on('snapshot', snapshot => {
    change({ kind: 'snapshot', snapshot })
    change.flush()
    void settle(doubtful(state.get(), snapshot))
  })
  const stopReading = pollWithoutSocket(connection, async () => {
    const snapshot = await readSnapshot()
    // the socket's snapshot is newer
    if (connection.link.get() === 'connected') return
    change({ kind: 'snapshot', snapshot })
    change.flush()
    const asked = doubtful(state.get(), snapshot)
    change({ kind: 'settled', asked, ...(await readSettled(asked)) })
  })
  connection.on('conversation', conversation => change({ kind: 'conversation', conversation }))
  connection.on('offer', conversation => change({ kind: 'conversation', conversation }))
  connection.on('presence', presence => change({ kind: 'presence', presence }))

  const reading = new Map<LiveTab, Promise<void>>()
  const readPage = async (tab: LiveTab, cursor: string) => {
    const page = await call(listConversations, { query: { tab, cursor, limit: PAGE } })
    // if a snapshot came in between, the page would leave a gap
    if (state.get().reach[tab].cursor === cursor) change({ kind: 'page', tab, page })
  }
  return {
    state,
    connection,
    learn: conversation => change({ kind: 'conversation', conversation }),
    showExpected(began, expected) {
      change({ kind: 'optimistic', began, expected })
      change.flush()
      return () => change({ kind: 'optimisticOver', id: began.id, expected })
    },
    onErased(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    more(tab) {
      const { cursor } = state.get().reach[tab]
      if (cursor === null) return Promise.resolve()
      const running = reading.get(tab) ?? readPage(tab, cursor).finally(() => reading.delete(tab))
      reading.set(tab, running)
      return running
    },
    close() {
      stopReading()
      connection.close()
    }
  }
}

/** Batches changes that arrive together, so that a burst updates the lists once. */
function batching(apply: (changes: readonly Change[]) => void) {
  let waiting: Change[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const changes = waiting
    waiting = []
    if (changes.length > 0) apply(changes)
  }
  // not an animation frame: hidden tabs get none
  const add = (change: Change) => {
    waiting.push(change)
    timer ??= setTimeout(flush, 16)
  }
  return Object.assign(add, { flush })
}

/** The changed conversations whose contact has been erased. */
const erasedIn = (changes: readonly Change[]): string[] =>
  changes
    .flatMap(each =>
      each.kind === 'conversation' ? [each.conversation] : each.kind === 'settled' ? each.conversations : []
    )
    .flatMap(({ id, contact }) => (contact.erasedAt === undefined ? [] : [id]))

function* parts(versions: Record<string, number>): Generator<Record<string, number>> {
  const all = Object.entries(versions)
  for (let from = 0; from < all.length; from += MAX_ASKED) yield Object.fromEntries(all.slice(from, from + MAX_ASKED))
}
