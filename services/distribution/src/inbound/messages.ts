import {
  agentChanged,
  conversationEvents,
  departmentChanged,
  type Envelope,
  matcherBaton,
  offerRefused,
  presenceChanged
} from '@inbox/contracts'
import { type Consumer, defineConsumer, type HandlingContext, on } from '@inbox/messaging'
import type { Turn } from '../application/turn.ts'
import type { Learnt } from '../domain/apply.ts'

/** Everything on the broker that wakes distribution. Only one process gets it: the active one. */
export function consumer(turn: Turn): Consumer {
  const learn = (learnt: Learnt, { correlationId, id }: Envelope, { gone }: HandlingContext) =>
    turn.termOf(gone).take(learnt, { correlationId, causationId: id })

  return defineConsumer({
    name: 'distribution.matcher',
    singleActive: true,
    prefetch: 200,
    handlers: [
      on(matcherBaton, (_, { gone }) => turn.keepBaton(gone)),
      ...conversationEvents.map(type =>
        on(type, (envelope, context) => {
          const { conversation, transition } = envelope.data
          return learn({ type: 'conversation', conversation, at: Date.parse(transition.at) }, envelope, context)
        })
      ),
      on(offerRefused, (envelope, context) => learn({ type: 'refused', refusal: envelope.data }, envelope, context)),
      on(presenceChanged, (envelope, context) =>
        learn({ type: 'presence', presence: envelope.data }, envelope, context)
      ),
      on(departmentChanged, (envelope, context) =>
        learn({ type: 'department', department: envelope.data.department }, envelope, context)
      ),
      on(agentChanged, (envelope, context) => learn({ type: 'agent', agent: envelope.data.agent }, envelope, context))
    ]
  })
}
