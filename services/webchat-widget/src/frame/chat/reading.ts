import type { TextStorage } from '../../embedding/storage.ts'
import { type Chat, isGoingOn, unreadOf } from '../state/chat.ts'
import type { Store } from '../state/store.ts'
import type { Connection } from './connection.ts'
import type { Page } from './page.ts'

interface ReadingOptions {
  chat: Store<Chat>
  page: Page
  storage: TextStorage
  call: Connection['call']
  ring: (messageId: string) => void
}

const READ = 'read'

/** Tells the server what was read, the surrounding page how much was not, and plays a sound for new messages. */
export function followReading({ chat, page, storage, call, ring }: ReadingOptions): void {
  let told: string | undefined
  let heard: string | undefined

  const isSeen = () => page.open.get() && document.visibilityState === 'visible'
  const look = () => {
    const now = chat.get()
    const last = now.messages.findLast(({ from }) => from === 'agent')
    if (last && isSeen()) {
      if (unreadOf(now, storage.get(READ)) > 0) storage.set(READ, last.at)
      if (last.id !== told && now.connection === 'connected') {
        told = last.id
        // unless acknowledged, it is sent again at the next look
        void call('read', { messageId: last.id }).then(answer => {
          if (!answer) told = undefined
        })
      }
    }
    const unread = isSeen() ? 0 : unreadOf(now, storage.get(READ))
    if (!now.told) return
    page.tell({ serviceInbox: 'unread', count: unread })
    page.tell({ serviceInbox: 'chat', going: isGoingOn(now) || unread > 0 || now.outbox.length > 0 })
    // messages that were already there make no sound
    if (heard !== undefined && last && last.id !== heard && !(isSeen() && document.hasFocus())) ring(last.id)
    heard = last?.id ?? ''
  }
  chat.subscribe(look)
  page.open.subscribe(look)
  document.addEventListener('visibilitychange', look)
  addEventListener('storage', look)
}
