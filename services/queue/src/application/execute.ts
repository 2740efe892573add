import type { Clock } from '@inbox/kernel'
import { ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { isDuplicateKey } from '@inbox/storage'
import type { Conversation } from '../domain/conversation.ts'
import { type Command, decide } from '../domain/decide.ts'
import { type Decision, unchanged } from '../domain/decision.ts'
import { entriesOf } from '../outbound/events.ts'
import type { Conversations, Loaded } from '../store/conversations.ts'
import type { LocalEvents } from './local-events.ts'

/** The result of a command: the conversation after it, and what changed, if anything did. */
export interface ExecutionResult {
  conversation: Conversation
  decision?: Decision
}

/** Changes a conversation, given by its id or as just loaded. */
export type Execute = (
  on: string | Loaded,
  command: CommandFor,
  origin: Origin
) => Promise<Result<ExecutionResult, Rejection>>

/** The command, or how to make it from the state just loaded (called again after every conflict). */
export type CommandFor = Command | ((loaded: Loaded) => Promise<Result<Command, Rejection>>)

const TRIES = 50

/** The only way a conversation changes: load, decide, write conditionally; a conflict starts over from load. */
export function createExecute(conversations: Conversations, clock: Clock, localEvents: LocalEvents): Execute {
  return async (on, commandFor, origin) => {
    const id = typeof on === 'string' ? on : on.conversation.id
    let loaded = typeof on === 'string' ? await conversations.load(id) : on
    for (let tries = 0; tries < TRIES; tries++) {
      if (!loaded) return reject('not-found', `No such conversation: ${id}`)
      const command = typeof commandFor === 'function' ? await commandFor(loaded) : ok(commandFor)
      if (!command.ok) return command
      const decided = decide(command.value, loaded.conversation, clock.now())
      if (!decided.ok) return decided
      if (decided.value === unchanged) return ok({ conversation: loaded.conversation })
      const done = await commit(loaded, decided.value, origin)
      if (done) return ok(done)
      loaded = await conversations.load(id)
    }
    throw new Retryable(`conversation ${id} keeps changing`)
  }

  async function commit(loaded: Loaded, decision: Decision, origin: Origin): Promise<ExecutionResult | undefined> {
    const version = loaded.conversation.version + 1
    const entries = entriesOf(decision, loaded.conversation, origin, clock.now())
    try {
      const committed = await conversations.commit(loaded, decision.next, entries)
      if (committed === 'conflict') return undefined
      await committed.recorded
      localEvents.emit('committed', decision)
      return { conversation: { ...decision.next, version }, decision }
    } catch (error) {
      // another conversation took the slot first: make the command again with the next free one
      if (isDuplicateKey(error, 'slots')) return undefined
      throw error
    }
  }
}
