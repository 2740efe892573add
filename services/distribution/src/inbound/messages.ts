import {
  agentChanged,
  conversationEvents,
  conversationPrioritized,
  departmentChanged,
  type Envelope,
  matcherBaton,
  offerRefused,
  positionTold,
  presenceChanged
} from '@inbox/contracts'
import { type Consumer, defineConsumer, on, originOf, type Subscription } from '@inbox/messaging'
import type { Memory } from '../application/memory.ts'
import type { Turn } from '../application/turn.ts'
import type { Update } from '../domain/apply.ts'

/** The baton goes to one process at a time: the active one. */
export const batonConsumer = (turn: Turn): Consumer =>
  defineConsumer({
    name: 'distribution.baton',
    singleActive: true,
    handleWithinMs: Infinity,
    // the older baton is acknowledged once the newer one comes
    prefetch: 20,
    handlers: [on(matcherBaton, (_, { gone }) => turn.keepBaton(gone))]
  })

/** All events that change the replica; every process gets each of them. */
export function events(memory: Memory): Subscription {
  const learn = async (update: Update, envelope: Envelope) => memory.learn(update, originOf(envelope))

  return {
    prefetch: 500,
    onGap: () => void memory.refill(),
    handlers: [
      ...conversationEvents.map(type =>
        on(type, envelope => {
          const { conversation, transition } = envelope.data
          return learn({ type: 'conversation', conversation, at: Date.parse(transition.at) }, envelope)
        })
      ),
      on(conversationPrioritized, envelope => {
        const { conversation, at } = envelope.data
        return learn({ type: 'prioritized', conversation, at: Date.parse(at) }, envelope)
      }),
      on(offerRefused, envelope => learn({ type: 'refused', refusal: envelope.data }, envelope)),
      on(positionTold, envelope => learn({ type: 'positionTold', told: envelope.data }, envelope)),
      on(presenceChanged, envelope => learn({ type: 'presence', presence: envelope.data }, envelope)),
      on(departmentChanged, envelope => learn({ type: 'department', department: envelope.data.department }, envelope)),
      on(agentChanged, envelope => learn({ type: 'agent', agent: envelope.data.agent }, envelope))
    ]
  }
}
