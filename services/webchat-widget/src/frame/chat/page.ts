import { type FromFrame, fromPage, type Identity } from '../../embedding/messages.ts'
import { createStore, type Store } from '../state/store.ts'

/** The page around the frame: whose it is we do not know, so it learns and decides next to nothing. */
export interface Page {
  /** Whether the frame is by itself, without a page around it. */
  alone: boolean
  /** Whether a chat is going on, as far as the page around knows. */
  hasChat: boolean
  /** Whether the visitor has opened the panel. */
  open: Store<boolean>
  visitor: Store<Identity | undefined>
  /** Called when the page around wants nothing to be known of the visitor any more. */
  onForget: (listener: () => void) => void
  tell(message: FromFrame): void
}

export function pageAround(): Page {
  const alone = parent === window
  const hasChat = new URLSearchParams(location.hash.slice(1)).has('chat')
  const open = createStore(alone)
  const visitor = createStore<Identity | undefined>(undefined)
  const forgets: (() => void)[] = []
  let origin = '*'
  addEventListener('message', event => {
    const message = alone ? undefined : fromPage(event, parent)
    if (!message) return
    // pages without an origin have that of nobody
    if (event.origin !== 'null') origin = event.origin
    if (message.serviceInbox === 'identify') visitor.set(message.visitor)
    else if (message.serviceInbox === 'forget') forgets.forEach(listener => void listener())
    else open.set(message.serviceInbox === 'opened')
  })
  const tell = (message: FromFrame) => void (alone || parent.postMessage(message, origin))
  addEventListener('keydown', ({ key, isComposing }) => {
    // first it closes what is in front of the chat
    if (key === 'Escape' && !isComposing && !document.querySelector('dialog[open]')) tell({ serviceInbox: 'close' })
  })
  return { alone, hasChat, open, visitor, onForget: listener => void forgets.push(listener), tell }
}
