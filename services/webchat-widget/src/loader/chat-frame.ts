import { type FromFrame, type FromPage, fromFrame } from '../embedding/messages.ts'
import { create } from './elements.ts'

interface FramePage {
  src: URL
  title: string
}

/** The frame in the panel in which the chat runs. It has its own origin, so no script of the page reaches into it. */
export function createChatFrame(panel: HTMLElement, { src, title }: FramePage, hear: (message: FromFrame) => void) {
  let frame: HTMLIFrameElement | undefined
  let listens = false
  let awaited = false
  window.addEventListener('message', event => {
    const message = frame && fromFrame(event, frame.contentWindow, src.origin)
    if (!message) return
    if (message.serviceInbox === 'ready') {
      listens = true
      if (awaited) frame?.focus()
    }
    hear(message)
  })
  return {
    /** Loads the frame once; what it should know from the start follows the `#` of its URL. */
    load(known: Record<string, string>) {
      if (frame) return
      const page = new URL(src)
      page.hash = `${new URLSearchParams(known)}`
      frame = create('iframe', { src: page.href, title, allow: 'autoplay', referrerpolicy: 'strict-origin' })
      panel.append(frame)
    },
    /** Returns whether the frame was listening. */
    tell(message: FromPage): boolean {
      if (listens) frame?.contentWindow?.postMessage(message, src.origin)
      return listens
    },
    /** Waits until it is loaded: if a loading frame has the focus, Chromium loses what is typed into it later. */
    focus() {
      awaited = !listens
      if (listens) frame?.focus()
    }
  }
}
