import type { VisitorServerEvents } from '@inbox/contracts'
import { type Chat, type Happening, happen, newChat } from '../state/chat.ts'
import { type Content, createOutbox } from '../state/outbox.ts'
import { createSender } from '../state/sender.ts'
import { textStorage } from '../state/storage.ts'
import { createStore, type Store } from '../state/store.ts'
import { openConnection } from './connection.ts'
import { type Details, keptDetails } from './details.ts'
import { newId } from './new-id.ts'
import type { Page } from './page.ts'
import { followReading } from './reading.ts'
import { messageSound } from './sound.ts'

/** What the visitor can do with the chat, and what is to be seen of it. */
export interface LiveChat {
  chat: Store<Chat>
  sound: ReturnType<typeof messageSound>
  send(content: Content): void
  tryAgain(clientMessageId: string): void
  discard(clientMessageId: string): void
  leave(): void
  knownDetails(): Details
  /** Answers whether they were taken. */
  giveDetails(details: Details): Promise<boolean>
}

/** How long a tab leaves a message to the tab in which it was written. */
const OTHER_TAB_MS = 15_000
const HANDED_ON = ['history', 'message', 'queue', 'agent', 'typing', 'closed', 'unattended'] as const

export function startChat(channelId: string, page: Page): LiveChat {
  const storage = textStorage(() => localStorage, `webchat:${channelId}:`)
  const chat = createStore<Chat>(newChat)
  const on = (happening: Happening) => chat.set(happen(chat.get(), happening))
  const outbox = createOutbox(storage, Date.now, newId)
  const sound = messageSound(storage)
  /** The connection at whose other end it is known who we are: what we send through it is ours. */
  let introduced: string | undefined
  /** The connection that is told of it. */
  let introducing: string | undefined

  const visitorId = () => chat.get().welcome?.visitorId
  const showOutbox = () => on({ type: 'outbox', data: outbox.list() })
  const { socket, call } = openConnection({
    ...{ channelId, storage },
    onWelcome(welcome) {
      on({ type: 'welcome', data: welcome })
      // the server welcomes anew whoever has introduced themselves
      if (introducing !== socket.id) void introduce()
    },
    onInterrupted: how => on({ type: 'connection', data: how })
  })
  const details = keptDetails(storage, given => call('details', given))
  const sender = createSender({
    outbox,
    async attempt({ clientMessageId, content }) {
      if (introduced === undefined || introduced !== socket.id) return undefined
      const answer = await call('message', { clientMessageId, content })
      return answer?.error
        ? { code: answer.error.code }
        : (answer ?? (socket.connected ? { code: 'timeout' } : undefined))
    },
    onSent: (message, id) => on({ type: 'sent', data: { message, id } }),
    onChange: showOutbox,
    later: (work, ms) => void setTimeout(work, ms)
  })

  async function introduce(): Promise<void> {
    const connection = socket.id
    introducing = connection
    const visitor = page.visitor.get()
    const answer = visitor && (await call('identify', visitor))
    if (answer?.error) console.warn(`serviceInbox.identify: ${answer.error.detail}`)
    await details.tell(visitorId())
    if (connection === undefined || connection !== socket.id) return
    introduced = connection
    await sender.flush()
  }
  page.visitor.subscribe(() => {
    if (socket.connected && visitorId()) void introduce()
  })

  for (const type of HANDED_ON)
    socket.on(type, (data: unknown) => {
      on({ type, data } as Happening)
      // what has come back needs to be sent no more, whoever has sent it
      for (const known of messagesIn(type, data)) if (known.clientMessageId) outbox.remove(known.clientMessageId)
    })
  addEventListener('storage', () => {
    showOutbox()
    if (outbox.list().length > 0) setTimeout(sender.flush, OTHER_TAB_MS)
  })
  showOutbox()
  followReading({ chat, page, storage, call, ring: sound.ring })

  return {
    chat,
    sound,
    send(content) {
      outbox.add(content)
      showOutbox()
      void sender.flush()
    },
    tryAgain(clientMessageId) {
      outbox.tryAgain(clientMessageId)
      showOutbox()
      void sender.flush()
    },
    discard(clientMessageId) {
      outbox.remove(clientMessageId)
      showOutbox()
    },
    leave: () => void call('leave', {}),
    knownDetails: () => ({ ...details.get(), ...nameAndEmail(page) }),
    giveDetails: given => details.give(given, visitorId())
  }
}

function messagesIn(type: string, data: unknown): readonly VisitorServerEvents['message'][] {
  if (type === 'message') return [data as VisitorServerEvents['message']]
  return type === 'history' ? (data as VisitorServerEvents['history']).messages : []
}

function nameAndEmail(page: Page): Details {
  const { name, email } = page.visitor.get() ?? {}
  return { ...(name && { name }), ...(email && { email }) }
}
