import type { Outbox, Outgoing } from './outbox.ts'

/** The outcome of one attempt; without id and code there was no answer. */
export interface Attempt {
  id?: string
  code?: string
}

export interface SenderOptions {
  outbox: Pick<Outbox, 'list' | 'refuse' | 'remove'>
  /** Resolves with undefined while there is no connection; the next one flushes. */
  attempt: (message: Outgoing) => Promise<Attempt | undefined>
  onSent: (message: Outgoing, id: string) => void
  onChange: () => void
  later: (work: () => Promise<void>, ms: number) => void
}

/** Temporary refusals. */
const PASSING = ['unavailable', 'too-many-requests', 'timeout']
const FIRST_PAUSE_MS = 1000
const MAX_PAUSE_MS = 30_000

/**
 * Sends what is in the outbox one by one, each message under a permanent id, so that one sent twice, after a lost
 * answer or by two tabs, is the same to the server. A message refused for good lets the next ones pass.
 */
export function createSender({ outbox, attempt, onSent, onChange, later }: SenderOptions): { flush(): Promise<void> } {
  let running = false
  let again = false
  let pause = FIRST_PAUSE_MS
  let waits = false

  const next = () => outbox.list().find(({ refused }) => refused === undefined)

  /** Resolves with whether to continue with the next. */
  async function sendOne(message: Outgoing): Promise<boolean> {
    const answer = await attempt(message)
    if (!answer) return false
    const { id, code = 'timeout' } = answer
    if (id !== undefined) {
      pause = FIRST_PAUSE_MS
      onSent(message, id)
      outbox.remove(message.clientMessageId)
    } else if (PASSING.includes(code)) {
      tryLater()
      return false
    } else outbox.refuse(message.clientMessageId, code)
    onChange()
    return true
  }

  function tryLater(): void {
    if (waits) return
    waits = true
    later(() => {
      waits = false
      return flush()
    }, pause)
    pause = Math.min(pause * 2, MAX_PAUSE_MS)
  }

  async function flush(): Promise<void> {
    again = true
    if (running) return
    running = true
    try {
      while (again) {
        again = false
        for (let message = next(); message; message = next()) if (!(await sendOne(message))) break
      }
    } finally {
      running = false
    }
  }
  return { flush }
}
