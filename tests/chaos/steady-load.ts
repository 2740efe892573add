import { setTimeout as sleep } from 'node:timers/promises'
import type { Contact } from '@inbox/simulators'
import type { SeededRandom } from '@inbox/testing'

/** Contacts who keep writing, whatever happens. */
export interface Load {
  /** Ids of the messages that were answered with 202. */
  accepted: Set<string>
  /** Stops writing; resolves once every message begun is accepted. */
  stop(): Promise<void>
}

const TIMEOUT_MS = 60_000
const PAUSE_MS = 100

/**
 * Writes `perSecond` messages a second, each by one of `contacts`. Like adapters, retries a message until it is
 * accepted, and sends one in five twice concurrently.
 */
export function steadyLoad(contacts: readonly Contact[], perSecond: number, random: SeededRandom): Load {
  const accepted = new Set<string>()
  const underway = new Set<Promise<void>>()
  let written = 0

  const write = async () => {
    const contact = random.pick(contacts)
    const messageId = `${contact.id}-${++written}`
    const copies = random.integer(0, 5) === 0 ? 2 : 1
    const ids = await Promise.all(Array.from({ length: copies }, () => untilAccepted(contact, messageId)))
    for (const id of ids) accepted.add(id)
  }
  const begin = () => {
    const writing = write().finally(() => underway.delete(writing))
    underway.add(writing)
  }
  const clock = setInterval(begin, 1000 / perSecond)
  return {
    accepted,
    async stop() {
      clearInterval(clock)
      await Promise.all(underway)
    }
  }
}

async function untilAccepted(contact: Contact, messageId: string): Promise<string> {
  for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await sleep(PAUSE_MS)) {
    const answer = await contact.writes(`message ${messageId}`, { messageId }).catch(() => undefined)
    if (answer?.status === 202) return answer.body.id
    if (answer && answer.status < 500) throw new Error(`refused: ${JSON.stringify(answer.body)}`)
  }
  throw new Error(`message ${messageId} was not accepted within ${TIMEOUT_MS} ms`)
}
