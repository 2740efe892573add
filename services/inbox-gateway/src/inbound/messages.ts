import {
  agentChanged,
  channelHealthChanged,
  conversationContactTyping,
  conversationEvents,
  conversationNoted,
  conversationPrioritized,
  conversationTyping,
  conversationUpdated,
  gatewayUnheard,
  type Message,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  positionTold,
  presenceChanged,
  previewsChanged,
  serviceAccountChanged,
  signInEnded,
  typingSeen,
  windowExpiresSoon,
  workMoved
} from '@inbox/contracts'
import { on, type Subscription } from '@inbox/messaging'
import type { GatewayHealth } from '../application/gateway-health.ts'
import type { Previews } from '../application/previews.ts'
import {
  channelHealthPush,
  contactTypingPush,
  conversationPush,
  expiresSoonPush,
  messageChangedPush,
  messagePushes,
  messageStatusPush,
  movedPush,
  notePush,
  positionPush,
  presencePush,
  transitionPushes,
  typingPush
} from '../domain/pushes.ts'
import type { Agents } from '../outbound/agents.ts'
import type { SendPushes } from '../outbound/push.ts'
import type { ServiceAccounts } from '../outbound/service-accounts.ts'
import type { Sockets } from './sockets.ts'

interface Dependencies {
  push: SendPushes
  sockets: Pick<Sockets, 'reconsider' | 'sendAway'>
  previews: Pick<Previews, 'elsewhere'>
  agents: Agents
  serviceAccounts: Pick<ServiceAccounts, 'take'>
  health: Pick<GatewayHealth, 'unheard'>
  /** A message as agents are shown it, with the addresses of its files. */
  shown: <Told extends { message: Message }>(told: Told) => Told
}

/** Events from elsewhere, and what sockets are told about them. */
export const events = ({
  push,
  sockets,
  previews,
  agents,
  serviceAccounts,
  health,
  shown
}: Dependencies): Subscription => ({
  prefetch: 500,
  handlers: [
    ...conversationEvents.map(type =>
      on(type, async ({ data }) => push(transitionPushes(data.conversation, data.transition)))
    ),
    on(conversationUpdated, async ({ data }) => push([conversationPush(data.conversation)])),
    on(conversationPrioritized, async ({ data }) => push([conversationPush(data.conversation)])),
    on(messageAppended, async ({ data }) => push(messagePushes(shown(data)))),
    on(messageStatusChanged, async ({ data }) => push([messageStatusPush(shown(data))])),
    on(messageChanged, async ({ data }) => push([messageChangedPush(shown(data))])),
    on(conversationNoted, async ({ data }) => push([notePush(data)])),
    on(conversationContactTyping, async ({ data }) => push([contactTypingPush(data)])),
    on(conversationTyping, async ({ data }) => push([typingPush(data)])),
    on(positionTold, async ({ data }) => push([positionPush(data)])),
    on(channelHealthChanged, async ({ data }) => push([channelHealthPush(data)])),
    on(workMoved, async ({ data }) => push([movedPush(data)])),
    on(windowExpiresSoon, async ({ data }) => push([expiresSoonPush(data)])),
    on(presenceChanged, async ({ data: { cause: _, ...presence } }) => {
      agents.takePresence(presence)
      push([presencePush(presence, agents.get(presence.agentId))])
    }),
    on(previewsChanged, async envelope => previews.elsewhere.previews(envelope)),
    on(typingSeen, async envelope => previews.elsewhere.typing(envelope)),
    on(gatewayUnheard, async ({ data }) => {
      if (health.unheard(data.gatewayId)) void sockets.sendAway()
    }),
    on(agentChanged, async ({ data: { agent } }) => {
      agents.take(agent)
      sockets.reconsider(agent.id)
    }),
    on(serviceAccountChanged, async ({ data: { serviceAccount } }) => {
      serviceAccounts.take(serviceAccount)
      sockets.reconsider(serviceAccount.botId ?? serviceAccount.id)
    }),
    on(signInEnded, async ({ data }) => {
      agents.takeEnded(data)
      sockets.reconsider(data.agentId)
    })
  ]
})
