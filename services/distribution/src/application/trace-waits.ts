import type { DecisionRecord } from '@inbox/contracts'
import { currentTrace, inSpan, NOT_TAKEN, openSpan } from '@inbox/telemetry'
import type { Update } from '../domain/apply.ts'

interface Wait {
  trace: string
  since: Date
  departmentId: string
  /** Whether its span was recorded, for a decision that may come to nothing. */
  told: boolean
}

/** Remembers waiting conversations' traces, so that their offers join these, whatever triggered them. */
export class TraceWaits {
  readonly #waits = new Map<string, Wait>()

  /**
   * Call while the message behind the update is being handled. Waits that end without an offer, because somebody picks
   * the conversation, are recorded by whoever `leads`, as every other process learns of them, too.
   */
  learn(update: Update, leads: boolean): void {
    if (update.type !== 'conversation') return
    const { id, status, departmentId } = update.conversation
    const before = this.#waits.get(id)
    if (before && !before.told && leads && status !== 'queued') this.#tell(id, before)
    const trace = status === 'queued' ? currentTrace() : undefined
    if (trace && trace !== NOT_TAKEN)
      this.#waits.set(id, { trace, since: new Date(update.at), departmentId, told: false })
    else this.#waits.delete(id)
  }

  /** Runs what sends an offer, after recording the wait and within the span of its decision. */
  decided<T>(decision: DecisionRecord, send: () => Promise<T>): Promise<T> {
    const { conversationId, departmentId, strategy, candidates } = decision
    const wait = this.#waits.get(conversationId)
    const parent = wait?.trace ?? NOT_TAKEN
    if (wait) this.#tell(conversationId, wait)
    const attributes = () => ({
      ...idsOf(conversationId, departmentId),
      'inbox.strategy': strategy,
      'inbox.candidates': candidates.length
    })
    return inSpan('decide', { parent, attributes }, send)
  }

  clear(): void {
    this.#waits.clear()
  }

  #tell(conversationId: string, wait: Wait): void {
    wait.told = true
    const { trace: parent, since, departmentId } = wait
    openSpan('wait in queue', { parent, since, attributes: idsOf(conversationId, departmentId) }).end()
  }
}

const idsOf = (conversationId: string, departmentId: string) => ({
  'inbox.conversation.id': conversationId,
  'inbox.department.id': departmentId
})
