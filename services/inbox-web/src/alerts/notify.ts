interface Notice {
  title: string
  body: string
  /** A later one of the same tag takes its place. */
  tag: string
  onOpen: () => void
}

const mayNotify = (): boolean => 'Notification' in window && Notification.permission === 'granted'

/**
 * Shows a notification of the operating system, if it may; answers how to take it away. Some browsers have the constructor
 * and throw when it is used (Chrome on Android): then a phone vibrates, and nothing else is lost.
 */
export function notify({ title, body, tag, onOpen }: Notice): () => void {
  if (!mayNotify()) return () => {}
  try {
    const notification = new Notification(title, { body, tag, icon: '/icon.svg' })
    notification.addEventListener('click', () => {
      window.focus()
      notification.close()
      onOpen()
    })
    return () => notification.close()
  } catch {
    navigator.vibrate?.(200)
    return () => {}
  }
}
