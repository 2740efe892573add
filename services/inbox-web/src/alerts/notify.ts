import { serviceWorker } from './service-worker.ts'

interface Notice {
  title: string
  body: string
  /** A later notification with the same tag replaces this one. */
  tag: string
  /** Where `onOpen` leads, for the service worker, which cannot call it. */
  path: string
  onOpen: () => void
}

const mayNotify = (): boolean => 'Notification' in window && Notification.permission === 'granted'

/**
 * Shows a notification of the operating system, if permitted; returns how to remove it. Where pages may not (Chrome on
 * Android has the constructor, but it throws), the service worker does.
 */
export function notify({ title, body, tag, path, onOpen }: Notice): () => void {
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
    const shown = showByWorker(title, { body, tag, icon: '/icons/icon-192.png', data: { path } }).catch(() => undefined)
    return () => void shown.then(() => takeAway(tag))
  }
}

async function showByWorker(title: string, options: NotificationOptions): Promise<void> {
  const worker = await serviceWorker()
  if (worker) await worker.showNotification(title, options)
  else navigator.vibrate?.(200)
}

async function takeAway(tag: string): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration()
  for (const each of (await worker?.getNotifications({ tag })) ?? []) each.close()
}
