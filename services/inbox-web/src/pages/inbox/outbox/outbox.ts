import { newId } from '../../../api/new-id.ts'
import { Refusal } from '../../../api/refusal.ts'
import type { KeyedStorage } from '../../../state/storage.ts'
import { createStore, type Store } from '../../../state/store.ts'
import { createOutgoingStorage, type Outgoing } from './outgoing-storage.ts'

export interface OutboxNeeds {
  storage: KeyedStorage
  /** The server's time in ms: the same for everybody who sees an entry, whatever this computer's clock says. */
  now(): number
  /** The agent whose entries may be sent now. */
  agentId(): string | undefined
  /**
   * Sends an entry, and passes the response to whoever shows it. Throws Refusal, or anything else if a retry may help.
   */
  deliver(entry: Outgoing): Promise<void>
  /** Does the work in one tab at a time. */
  exclusively(name: string, work: () => Promise<void>): Promise<void>
}

/** What was sent off. It survives the page, and stays until the server has it or its author discards it. */
export interface Outbox {
  entries: Store<readonly Outgoing[]>
  sendOff(
    entry: Pick<
      Outgoing,
      'kind' | 'conversationId' | 'agentId' | 'text' | 'media' | 'template' | 'replyTo' | 'mail' | 'files'
    >
  ): void
  /** Sends a refused entry once more, with the same id. */
  sendAgain(entry: Outgoing): void
  discard(entry: Outgoing): void
  /** Sends what waits, without further pause. */
  flush(): void
  /** Whether something would be lost with the page. */
  endangered(): boolean
}

const FIRST_PAUSE_MS = 1000
const MAX_PAUSE_MS = 5000
/** Temporary refusals: not signed in, too slow, too early, too many. */
const PASSING = [401, 408, 425, 429]

export function createOutbox({ storage, now, agentId, deliver, exclusively }: OutboxNeeds): Outbox {
  const kept = createKept(storage)
  const { entries, put, remove } = kept
  const waiting = () => {
    const me = agentId()
    return entries.get().filter(entry => !entry.refused && entry.agentId === me)
  }

  /** Resolves with whether it is settled, one way or the other. */
  const send = async (entry: Outgoing): Promise<boolean> => {
    const current = kept.current(entry)
    if (!current || current.refused) return true
    try {
      await deliver(current)
      remove(current)
    } catch (error) {
      if (!(error instanceof Refusal) || PASSING.includes(error.status)) return false
      put({ ...current, refused: error })
    }
    return true
  }
  const waits = (conversationId: string) => waiting().find(entry => entry.conversationId === conversationId)
  /** Sends in order; conversations do not block each other. */
  const sendOf = (conversationId: string) =>
    exclusively(`inbox-outbox:${agentId()}:${conversationId}`, async () => {
      kept.show()
      for (let next = waits(conversationId); next && (await send(next)); next = waits(conversationId)) kept.show()
    })

  const pauses = createPauses()
  const running = new Set<string>()
  const keepSending = async (conversationId: string) => {
    if (running.has(conversationId)) return
    running.add(conversationId)
    for (let length = FIRST_PAUSE_MS; waits(conversationId); length = Math.min(length * 2, MAX_PAUSE_MS)) {
      await sendOf(conversationId)
      if (waits(conversationId)) await pauses.pause(length)
    }
    running.delete(conversationId)
  }
  const flush = () => {
    pauses.endAll()
    for (const { conversationId } of waiting()) void keepSending(conversationId)
  }

  return {
    entries,
    sendOff(entry) {
      const last = Date.parse(entries.get().at(-1)?.at ?? '1970-01-01')
      put({ ...entry, id: newId(), at: new Date(Math.max(now(), last + 1)).toISOString() })
      flush()
    },
    sendAgain({ refused: _, ...entry }) {
      put(entry)
      flush()
    },
    discard: remove,
    flush,
    endangered: kept.endangered
  }
}

/** The entries shown, stored as far as the browser permits. */
function createKept(storage: KeyedStorage) {
  const stored = createOutgoingStorage(storage)
  const entries = createStore<readonly Outgoing[]>(stored.all())
  const onlyHere = new Set<string>()
  const show = () => entries.set(stored.all())
  stored.onChangeElsewhere(show)
  return {
    entries,
    show,
    current: stored.current,
    put(entry: Outgoing) {
      if (stored.put(entry)) onlyHere.delete(entry.id)
      else onlyHere.add(entry.id)
      show()
    },
    remove(entry: Outgoing) {
      stored.remove(entry)
      onlyHere.delete(entry.id)
      show()
    },
    endangered: () => onlyHere.size > 0
  }
}

/** Pauses that can all be ended at once. */
function createPauses() {
  const paused = new Set<() => void>()
  return {
    pause: (ms: number) =>
      new Promise<void>(resolve => {
        const over = () => {
          clearTimeout(timer)
          paused.delete(over)
          resolve()
        }
        const timer = setTimeout(over, ms)
        paused.add(over)
      }),
    endAll() {
      for (const over of [...paused]) over()
    }
  }
}
