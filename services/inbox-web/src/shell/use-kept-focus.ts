import { useEffect } from 'react'

const ABOVE = '[role=dialog], [role=menu]'
/** The subject of the page: the open conversation, or else the page itself. */
const SUBJECT = ['[data-pane-title]', 'h1']
/** Dialogs and menus return the focus by themselves if what they were opened from still exists. */
const COURTESY_MS = 50

/**
 * Keeps keyboard users where they are: when the focused element disappears, the focus returns to what a dialog or menu
 * was opened from, or else to the subject of the page, and not to the top of the document (WCAG 2.4.3).
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | undefined
    const openers: Element[] = []
    const remember = ({ target, relatedTarget }: FocusEvent) => {
      if (!(target instanceof Element)) return
      last = target
      const above = target.closest(ABOVE)
      if (above && relatedTarget instanceof Element && !above.contains(relatedTarget)) openers.push(relatedTarget)
      if (!above) openers.length = 0
    }
    const rescue = () => {
      if (isSomewhere() || last?.isConnected !== false) return
      const opener = openers.reverse().find(each => each.isConnected && each.checkVisibility())
      openers.length = 0
      focus(opener ?? subject())
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const observer = new MutationObserver(() => {
      if (isSomewhere() || last?.isConnected !== false) return
      clearTimeout(timer)
      timer = setTimeout(rescue, COURTESY_MS)
    })
    observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', remember)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      document.removeEventListener('focusin', remember)
    }
  }, [])
}

const isSomewhere = () => document.activeElement !== null && document.activeElement !== document.body

function subject(): Element | null {
  for (const selector of SUBJECT) {
    const found = document.querySelector(selector)
    if (found) return found
  }
  return null
}

function focus(element: Element | null): void {
  if (!(element instanceof HTMLElement)) return
  if (/^H\d$/.test(element.tagName)) element.tabIndex = -1
  element.focus({ preventScroll: true })
}
