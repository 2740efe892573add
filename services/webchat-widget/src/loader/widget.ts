import { PINE, parseColor } from '@inbox/kernel/color'
import { localeOf } from '../embedding/locale.ts'
import { type FromPage, fromFrame, type Identity, identityOf } from '../embedding/messages.ts'
import { create, icon, shelter } from './elements.ts'
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

/** What pages may do with the chat: `window.serviceInbox`. */
export interface ServiceInbox {
  open(): void
  close(): void
  /** Who is signed in to the site, by an account of its server's. */
  identify(visitor: Identity): void
  /** Whoever was signed in is not any more: nothing of their chat stays in this browser. */
  forget(): void
}

const CHAT = 'M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-6l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM8 9h8M8 12.5h5'
const CROSS = 'M6 6l12 12M18 6L6 18'

/** Shows the launcher; the frame is loaded once the page has nothing better to do, and connects when it is opened. */
export function startWidget(script: HTMLScriptElement, { channelId, title, color }: WidgetConfig): ServiceInbox {
  const { origin } = new URL(script.src)
  const { dataset } = script
  const memory = memoryOf(channelId)
  const locale = localeOf([dataset.lang, ...navigator.languages])
  const text = texts[locale]
  const paint = parseColor(dataset.color) ?? parseColor(color) ?? PINE
  const root = shelter(stylesOf(paint, dataset.position === 'left' ? 'left' : 'right'))
  const badge = create('span', { class: 'badge', 'aria-hidden': 'true', hidden: '' })
  const button = create(
    'button',
    { type: 'button', 'aria-expanded': 'false', 'aria-label': text.open },
    ...[icon('chat', CHAT), icon('cross', CROSS), badge]
  )
  const panel = create('div', { class: 'panel', role: 'dialog', 'aria-label': title ?? text.chat, hidden: '' })
  root.append(panel, button)

  let frame: HTMLIFrameElement | undefined
  let listens = false
  let visitor: Identity | undefined
  let unread = 0
  let forgets = false
  const isOpen = () => !panel.hidden

  const tell = (message: FromPage) => {
    if (listens) frame?.contentWindow?.postMessage(message, origin)
    return listens
  }
  const tellState = () => tell({ serviceInbox: isOpen() ? 'opened' : 'closed' })
  const tellVisitor = () => visitor && tell({ serviceInbox: 'identify', visitor })
  const load = () => {
    if (frame) return
    const src = new URL('frame', script.src)
    const known = {
      lang: locale,
      ...(dataset.color && { color: dataset.color }),
      ...(memory.chat.get() && { chat: '1' })
    }
    src.hash = `${new URLSearchParams(known)}`
    const attributes = { src: src.href, title: title ?? text.chat, allow: 'autoplay', referrerpolicy: 'strict-origin' }
    frame = create('iframe', attributes)
    panel.append(frame)
  }
  const show = () => {
    button.setAttribute('aria-expanded', `${isOpen()}`)
    const label = isOpen() ? text.close : text.open
    button.setAttribute('aria-label', unread && !isOpen() ? `${label}. ${text.unread} ${unread}` : label)
    badge.hidden = unread === 0 || isOpen()
    badge.textContent = unread > 99 ? '99+' : `${unread}`
  }
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
    frame!.focus()
  }
  const close = () => {
    if (!isOpen()) return
    setOpen(false)
    button.focus()
  }
  // a keyboard on the screen covers what does not make room for it
  const fit = () => {
    const { visualViewport: seen } = window
    if (seen?.scale !== 1) return
    panel.style.setProperty('--height', `${seen.height}px`)
    panel.style.setProperty('--top', `${seen.offsetTop}px`)
  }
  window.visualViewport?.addEventListener('resize', fit)
  window.visualViewport?.addEventListener('scroll', fit)

  // a moment earlier than it is needed
  for (const near of ['pointerenter', 'touchstart', 'focus']) button.addEventListener(near, load, { passive: true })
  button.addEventListener('click', () => (isOpen() ? close() : open()))
  button.addEventListener('keydown', ({ key }) => key === 'Escape' && close())
  window.addEventListener('message', event => {
    const message = frame && fromFrame(event, frame.contentWindow, origin)
    switch (message?.serviceInbox) {
      case 'ready':
        listens = true
        if (forgets) tell({ serviceInbox: 'forget' })
        forgets = false
        tellState()
        tellVisitor()
        break
      case 'close':
        close()
        break
      case 'unread':
        unread = message.count
        show()
        break
      case 'chat':
        memory.chat.set(message.going)
    }
  })

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
      forgets = !tell({ serviceInbox: 'forget' })
      load()
    }
  }
}
