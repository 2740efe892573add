import { type FromFrame, fromPage, type Identity } from '../../embedding/messages.ts'
import { createStore, type Store } from '../state/store.ts'

/** The page around the frame: as we do not know whose it is, it learns and decides next to nothing. */
export interface Page {
  /** Whether there is no page around the frame. */
  alone: boolean
  /** Whether a chat is in progress, as far as the surrounding page knows. */
  hasChat: boolean
  /** Whether the visitor has opened the panel. */
  open: Store<boolean>
  visitor: Store<Identity | undefined>
  /** Calls back when the surrounding page wants the visitor forgotten. */
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
    // pages without an origin report 'null'
    if (event.origin !== 'null') origin = event.origin
    if (message.serviceInbox === 'identify') visitor.set(message.visitor)
    else if (message.serviceInbox === 'forget') forgets.forEach(listener => void listener())
    else open.set(message.serviceInbox === 'opened')
  })
  const tell = (message: FromFrame) => void (alone || parent.postMessage(message, origin))
  addEventListener('keydown', ({ key, isComposing }) => {
    // Escape first closes a dialog in front of the chat
    if (key === 'Escape' && !isComposing && !document.querySelector('dialog[open]')) tell({ serviceInbox: 'close' })
  })
  return { alone, hasChat, open, visitor, onForget: listener => void forgets.push(listener), tell }
}
