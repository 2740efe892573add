import { type FromFrame, type FromPage, fromFrame } from '../embedding/messages.ts'
import { create } from './elements.ts'

interface FramePage {
  src: URL
  title: string
}

/** The frame in the panel in which the chat runs, of an origin of its own: no script of the page reaches into it. */
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
    /** Once; what it should know from the start stands behind the `#` of its address. */
    load(known: Record<string, string>) {
      if (frame) return
      const page = new URL(src)
      page.hash = `${new URLSearchParams(known)}`
      frame = create('iframe', { src: page.href, title, allow: 'autoplay', referrerpolicy: 'strict-origin' })
      panel.append(frame)
    },
    /** Whether it listened. */
    tell(message: FromPage): boolean {
      if (listens) frame?.contentWindow?.postMessage(message, src.origin)
      return listens
    },
    /** As soon as it is there: with the focus on a frame that is still loading, Chromium loses what is typed into it later. */
    focus() {
      awaited = !listens
      if (listens) frame?.focus()
    }
  }
}
