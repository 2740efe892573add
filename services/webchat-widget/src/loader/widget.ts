import { PINE, parseColor } from '@inbox/kernel/color'
import { localeOf } from '../embedding/locale.ts'
import { type FromFrame, type Identity, identityOf } from '../embedding/messages.ts'
import { createChatFrame } from './chat-frame.ts'
import { create, createIsolatedRoot } from './elements.ts'
import { fitToViewport } from './fit-to-viewport.ts'
import { createLauncher } from './launcher.ts'
import { memoryOf } from './memory.ts'
import { SMALL, stylesOf } from './styles.ts'
import { texts } from './texts.ts'
import { whenIdle } from './when-idle.ts'

/** What the server writes into the script. */
export interface WidgetConfig {
  channelId: string
  title?: string
  color?: string
}

/** What pages can do with the chat: `window.serviceInbox`. */
export interface ServiceInbox {
  open(): void
  close(): void
  /** Tells who is signed in to the site, as attested by its server. */
  identify(visitor: Identity): void
  /** Tells that the visitor has signed out: nothing of their chat stays in this browser. */
  forget(): void
}

/** Shows the launcher; the frame is loaded once the page is idle, and connects when it is opened. */
export function startWidget(script: HTMLScriptElement, { channelId, title, color }: WidgetConfig): ServiceInbox {
  const { dataset } = script
  const memory = memoryOf(channelId)
  const locale = localeOf([dataset.lang, ...navigator.languages])
  const text = texts[locale]
  const paint = parseColor(dataset.color) ?? parseColor(color) ?? PINE
  const root = createIsolatedRoot(stylesOf(paint, dataset.position === 'left' ? 'left' : 'right'))
  const { button, show: showLauncher } = createLauncher(text)
  const panel = create('div', { class: 'panel', role: 'dialog', 'aria-label': title ?? text.chat, hidden: '' })
  root.append(panel, button)

  let visitor: Identity | undefined
  let unread = 0
  let forgets = false
  const isOpen = () => !panel.hidden
  const show = () => showLauncher(isOpen(), unread)
  const fit = fitToViewport(panel)

  const hear = (message: FromFrame) => {
    switch (message.serviceInbox) {
      case 'ready':
        if (forgets) frame.tell({ serviceInbox: 'forget' })
        forgets = false
        tellState()
        return tellVisitor()
      case 'close':
        return close()
      case 'unread':
        unread = message.count
        return show()
      case 'chat':
        return memory.chat.set(message.going)
    }
  }
  const frame = createChatFrame(panel, { src: new URL('frame', script.src), title: title ?? text.chat }, hear)
  const load = () =>
    frame.load({
      lang: locale,
      ...(dataset.color && { color: dataset.color }),
      ...(memory.chat.get() && { chat: '1' })
    })
  const tellState = () => void frame.tell({ serviceInbox: isOpen() ? 'opened' : 'closed' })
  const tellVisitor = () => void (visitor && frame.tell({ serviceInbox: 'identify', visitor }))

  const setOpen = (open: boolean) => {
    if (open) load()
    panel.hidden = !open
    memory.open.set(open)
    fit()
    show()
    tellState()
  }
  const open = () => {
    setOpen(true)
    frame.focus()
  }
  const close = () => {
    if (!isOpen()) return
    setOpen(false)
    button.focus()
  }
  // a moment before it is needed
  for (const near of ['pointerenter', 'touchstart', 'focus']) button.addEventListener(near, load, { passive: true })
  button.addEventListener('click', () => (isOpen() ? close() : open()))
  button.addEventListener('keydown', ({ key }) => key === 'Escape' && close())

  const asked = dataset.open !== undefined && dataset.open !== 'false'
  if (asked || (memory.open.get() && !matchMedia(SMALL).matches)) setOpen(true)
  else if (memory.chat.get()) load()
  else whenIdle(load)

  return {
    open,
    close,
    identify(given) {
      visitor = identityOf(given)
      if (!visitor) console.warn('serviceInbox.identify() needs an id and a signature')
      tellVisitor()
    },
    forget() {
      visitor = undefined
      unread = 0
      memory.chat.set(false)
      show()
      forgets = !frame.tell({ serviceInbox: 'forget' })
      load()
    }
  }
}
