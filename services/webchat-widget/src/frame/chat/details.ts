import type { TextStorage } from '../../embedding/storage.ts'
import type { Answer } from './connection.ts'

/** How a visitor can be reached, according to them. */
export interface Details {
  name?: string
  email?: string
  phone?: string
  /** They agreed to what the form asks. */
  consent?: true
}

const KEY = 'details'
const TOLD_TO = 'details-told-to'

/**
 * What the visitor said about themselves; told to the server once, and again whenever it knows them as a new visitor.
 */
export function keptDetails(storage: TextStorage, call: (details: Details) => Promise<Answer | undefined>) {
  const get = (): Details => {
    try {
      return JSON.parse(storage.get(KEY) ?? '{}')
    } catch {
      return {}
    }
  }
  /** Resolves with false if the server refused them. */
  async function tell(visitorId: string | undefined): Promise<boolean> {
    const details = get()
    if (!visitorId || Object.keys(details).length === 0 || storage.get(TOLD_TO) === visitorId) return true
    const answer = await call(details)
    if (answer?.error) return false
    if (answer) storage.set(TOLD_TO, visitorId)
    return true
  }
  return {
    get,
    tell,
    /** Keeps the details unless the server refuses them. */
    async give(given: Details, visitorId: string | undefined): Promise<boolean> {
      const before = storage.get(KEY)
      storage.set(KEY, JSON.stringify({ ...get(), ...given }))
      storage.remove(TOLD_TO)
      const taken = await tell(visitorId)
      if (!taken) before === undefined ? storage.remove(KEY) : storage.set(KEY, before)
      return taken
    }
  }
}
