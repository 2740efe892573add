import type { DecisionRecord } from '@inbox/contracts'
import { currentTrace, inSpan, NOT_TAKEN, openSpan } from '@inbox/telemetry'
import type { Update } from '../domain/apply.ts'

interface Wait {
  trace: string
  since: Date
  departmentId: string
  /** Whether its span was told, by a decision that may come to nothing. */
  told: boolean
}

/** Keeps what conversations that wait came with, so that their offers belong to the same traces, whatever made these possible. */
export class TraceWaits {
  readonly #waits = new Map<string, Wait>()

  /**
   * To be called while what told of the update is being handled. Waits that no offer ends, but somebody who picks, are told by
   * whoever `leads`: everybody else learns of them too.
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

  /** Runs what sends an offer, after the wait and as a part of its decision. */
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
