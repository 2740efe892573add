import {
  agentChanged,
  conversationEvents,
  conversationNoted,
  conversationPrioritized,
  conversationTyping,
  conversationUpdated,
  gatewayUnheard,
  messageAppended,
  messageStatusChanged,
  positionTold,
  presenceChanged,
  previewsChanged,
  signInEnded,
  typingSeen,
  windowExpiresSoon,
  workMoved
} from '@inbox/contracts'
import { type Handler, on } from '@inbox/messaging'
import type { Standing } from '../application/standing.ts'
import {
  conversationPush,
  expiresSoonPush,
  messagePushes,
  messageStatusPush,
  movedPush,
  notePush,
  positionPush,
  presencePush,
  transitionPushes,
  typingPush
} from '../domain/pushes.ts'
import type { Roster } from '../outbound/roster.ts'
import type { Sockets } from './sockets.ts'

/** What happens elsewhere, and what sockets are told of it. */
export const pushes = (sockets: Sockets, roster: Roster, standing: Pick<Standing, 'unheard'>): Handler[] => [
  ...conversationEvents.map(type =>
    on(type, async ({ data }) => sockets.push(transitionPushes(data.conversation, data.transition)))
  ),
  on(conversationUpdated, async ({ data }) => sockets.push([conversationPush(data.conversation)])),
  on(conversationPrioritized, async ({ data }) => sockets.push([conversationPush(data.conversation)])),
  on(messageAppended, async ({ data }) => sockets.push(messagePushes(data))),
  on(messageStatusChanged, async ({ data }) => sockets.push([messageStatusPush(data)])),
  on(conversationNoted, async ({ data }) => sockets.push([notePush(data)])),
  on(conversationTyping, async ({ data }) => sockets.push([typingPush(data)])),
  on(positionTold, async ({ data }) => sockets.push([positionPush(data)])),
  on(workMoved, async ({ data }) => sockets.push([movedPush(data)])),
  on(windowExpiresSoon, async ({ data }) => sockets.push([expiresSoonPush(data)])),
  on(presenceChanged, async ({ data: { cause: _, ...presence } }) => {
    roster.takePresence(presence)
    sockets.push([presencePush(presence, roster.agent(presence.agentId))])
  }),
  on(previewsChanged, async envelope => sockets.elsewhere.previews(envelope)),
  on(typingSeen, async envelope => sockets.elsewhere.typing(envelope)),
  on(gatewayUnheard, async ({ data }) => standing.unheard(data.gatewayId)),
  on(agentChanged, async ({ data: { agent } }) => {
    roster.takeAgent(agent)
    sockets.reconsider(agent.id)
  }),
  on(signInEnded, async ({ data }) => {
    roster.takeEnded(data)
    sockets.reconsider(data.agentId)
  })
]
