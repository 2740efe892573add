import {
  conversationEvents,
  conversationTyping,
  type Message,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  positionTold
} from '@inbox/contracts'
import { on, type Subscription } from '@inbox/messaging'
import { conversationRoom, messagePush, reactionPush, statusPush, stepPush, type VisitorPush } from './pushes.ts'

type SendPush = (push: VisitorPush, conversationId?: string) => void

/** Turns events of the inbox into what visitors are sent; `show` adds addresses of files. */
export const visitorEvents = (send: SendPush, show: (message: Message) => Message): Subscription['handlers'] => [
  ...conversationEvents.map(type =>
    on(type, async ({ data: { conversation, transition } }) => {
      if (conversation.channel.kind === 'webchat') send(stepPush(conversation, transition), conversation.id)
    })
  ),
  on(messageAppended, async ({ data: { conversation, message } }) => {
    if (conversation.channel.kind === 'webchat') send(messagePush(conversation, show(message)), conversation.id)
  }),
  on(messageStatusChanged, async ({ data }) => {
    const push = statusPush(data)
    if (push) send(push)
  }),
  on(messageChanged, async ({ data }) => {
    const push = reactionPush(data)
    if (push) send(push)
  }),
  on(conversationTyping, async ({ data: { conversationId, typing } }) =>
    send({ room: conversationRoom(conversationId), event: 'typing', payload: { typing } })
  ),
  on(positionTold, async ({ data: { conversationId, position, estimateSeconds } }) => {
    const payload = { position, ...(estimateSeconds !== undefined && { estimateSeconds }) }
    send({ room: conversationRoom(conversationId), event: 'queue', payload })
  })
]
