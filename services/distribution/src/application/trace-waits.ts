import type { DecisionRecord } from '@inbox/contracts'
import { currentTrace, inSpan, NOT_TAKEN, openSpan } from '@inbox/telemetry'
import type { Update } from '../domain/apply.ts'

interface Wait {
  trace: string
  since: Date
}

/** Keeps what conversations that wait came with, so that their offers belong to the same traces, whatever made these possible. */
export class TraceWaits {
  readonly #waits = new Map<string, Wait>()

  /** To be called while what told of the update is being handled. */
  learn(update: Update): void {
    if (update.type !== 'conversation') return
    const { id, status } = update.conversation
    const trace = status === 'queued' ? currentTrace() : undefined
    if (trace && trace !== NOT_TAKEN) this.#waits.set(id, { trace, since: new Date(update.at) })
    else this.#waits.delete(id)
  }

  /** Runs what sends an offer, after the wait and as a part of its decision. */
  decided<T>(decision: DecisionRecord, send: () => Promise<T>): Promise<T> {
    const { conversationId, departmentId, strategy, candidates } = decision
    const wait = this.#waits.get(conversationId)
    const parent = wait?.trace ?? NOT_TAKEN
    const attributes = { 'inbox.conversation.id': conversationId, 'inbox.department.id': departmentId }
    if (wait) openSpan('wait in queue', { parent, since: wait.since, attributes }).end()
    const decided = { ...attributes, 'inbox.strategy': strategy, 'inbox.candidates': candidates.length }
    return inSpan('decide', { parent, attributes: decided }, send)
  }

  clear(): void {
    this.#waits.clear()
  }
}
