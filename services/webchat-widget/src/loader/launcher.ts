import { create, icon } from './elements.ts'
import type { texts } from './texts.ts'

const CHAT = 'M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-6l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM8 9h8M8 12.5h5'
const CROSS = 'M6 6l12 12M18 6L6 18'

/** The round button in the corner of the page, with the number of unread messages. */
export function createLauncher(text: (typeof texts)[keyof typeof texts]) {
  const badge = create('span', { class: 'badge', 'aria-hidden': 'true', hidden: '' })
  const button = create(
    'button',
    { type: 'button', 'aria-expanded': 'false', 'aria-label': text.open },
    ...[icon('chat', CHAT), icon('cross', CROSS), badge]
  )
  return {
    button,
    show(isOpen: boolean, unread: number) {
      button.setAttribute('aria-expanded', `${isOpen}`)
      const label = isOpen ? text.close : text.open
      button.setAttribute('aria-label', unread && !isOpen ? `${label}. ${text.unread} ${unread}` : label)
      badge.hidden = unread === 0 || isOpen
      badge.textContent = unread > 99 ? '99+' : `${unread}`
    }
  }
}
