import type { ServerEvents } from '@inbox/contracts'
import type { Person } from './person.ts'

/** What a customer hears from the company: answers, and the end of the conversation. */
export interface Ear {
  /** Resolves with true at the next answer, with false after `timeoutMs` or at the end of the conversation. */
  nextAnswer(timeoutMs: number, stop: AbortSignal): Promise<boolean>
  /** Discards earlier answers. */
  forget(): void
  readonly isOver: boolean
}

type Got = (messageId: string) => void

/** Hears everything through `listener`, who must see all conversations, and passes each customer theirs. */
export function createSwitchboard(listener: Pick<Person, 'on'>) {
  const customerOf = new Map<string, string>()
  const statusOf = new Map<string, string>()
  const ears = new Map<string, ReturnType<typeof newEar> & { got: Got }>()

  const take = ({ id, contact, status }: ServerEvents['conversation']) => {
    if (status === 'closed') {
      ears.get(contact.externalId)?.end()
      customerOf.delete(id)
      statusOf.delete(id)
      return
    }
    customerOf.set(id, contact.externalId)
    statusOf.set(id, status)
  }
  listener.on('conversation', take)
  listener.on('snapshot', ({ tabs }) => {
    for (const { items } of Object.values(tabs)) for (const item of items) take(item)
  })
  listener.on('message', ({ conversationId, message: { id, direction, status } }) => {
    const ear = ears.get(customerOf.get(conversationId) ?? '')
    if (!ear || direction !== 'outbound' || status !== 'queued') return
    ear.hear()
    ear.got(id)
  })
  return {
    /** Calls `got` with each answer that reaches the customer. */
    earOf(externalId: string, got: Got): Ear & Disposable {
      const ear = newEar(() => ears.delete(externalId))
      ears.set(externalId, { ...ear, got })
      return ear
    },
    /** Whether they have a conversation that has not ended. */
    isInConversation: (externalId: string) => [...customerOf.values()].includes(externalId),
    /** How many are waiting for an agent now. */
    waiting: () => [...statusOf.values()].filter(status => status === 'queued' || status === 'offered').length
  }
}

function newEar(close: () => void) {
  let heard = 0
  let isOver = false
  let wake = () => {}
  return {
    hear() {
      heard += 1
      wake()
    },
    end() {
      isOver = true
      wake()
    },
    forget() {
      heard = 0
    },
    get isOver() {
      return isOver
    },
    async nextAnswer(timeoutMs: number, stop: AbortSignal): Promise<boolean> {
      if (heard === 0 && !isOver && !stop.aborted) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, timeoutMs)
          const done = () => {
            clearTimeout(timer)
            stop.removeEventListener('abort', done)
            resolve()
          }
          wake = done
          stop.addEventListener('abort', done, { once: true })
        })
      }
      return heard > 0 && !isOver
    },
    [Symbol.dispose]: close
  }
}
