import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { useMe } from '../api/session.ts'
import { createStore, useStore } from '../state/store.ts'
import { alertSettings } from './alert-settings.ts'
import { onOpened, serviceWorker, subscribe, unsubscribe } from './service-worker.ts'

const permission = createStore<NotificationPermission>('Notification' in window ? Notification.permission : 'denied')

/** Asks for permission to notify, and resolves with the answer. */
export async function askPermission(): Promise<NotificationPermission> {
  const said = await Notification.requestPermission()
  permission.set(said)
  return said
}

const isInstalled = () => matchMedia('(display-mode: standalone)').matches

/** Keeps this browser subscribed to offers for as long as its agent wants that; if it fails, the next page retries. */
export function usePush(): void {
  const [, go] = useLocation()
  const { id: meId } = useMe()
  const allowed = useStore(permission) === 'granted'
  const wanted = useStore(alertSettings).offer.notification
  useEffect(() => {
    if (!allowed) return void (isInstalled() && serviceWorker().catch(ignore))
    void (wanted ? subscribe() : unsubscribe()).catch(ignore)
    // subscribe again when somebody else signs in here
    void meId
  }, [allowed, wanted, meId])
  useEffect(() => onOpened(go), [go])
}

const ignore = () => undefined
