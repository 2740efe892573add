import { getPushKey, putMyPushSubscription } from '@inbox/contracts'
import { call } from '../api/call.ts'

const isThere = () => 'serviceWorker' in navigator

/** The service worker, once it is active; registered only when it is needed. */
export async function serviceWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!isThere()) return undefined
  await navigator.serviceWorker.register('/sw.js')
  return navigator.serviceWorker.ready
}

/**
 * Has this browser notified of offers even while no page is open, until its agent signs out; does nothing if it cannot.
 */
export async function subscribe(): Promise<void> {
  const { publicKey } = await call(getPushKey, {})
  const worker = publicKey === undefined ? undefined : await serviceWorker()
  if (!worker || !('pushManager' in worker)) return
  const known = await worker.pushManager.getSubscription()
  // a subscription for another key of ours is useless now
  if (known && keyOf(known) !== publicKey) await known.unsubscribe()
  const options = { userVisibleOnly: true, applicationServerKey: publicKey! }
  const { endpoint, keys } = (await worker.pushManager.subscribe(options)).toJSON()
  const { p256dh = '', auth = '' } = keys ?? {}
  await call(putMyPushSubscription, { body: { endpoint: endpoint ?? '', keys: { p256dh, auth } } })
}

/** Ends notifications here; the push service tells the sender so at the next one. */
export async function unsubscribe(): Promise<void> {
  const worker = isThere() ? await navigator.serviceWorker.getRegistration() : undefined
  await (await worker?.pushManager?.getSubscription())?.unsubscribe()
}

/** Calls back with the path that a notification leads to when one is clicked while this page is open. */
export function onOpened(open: (path: string) => void): () => void {
  if (!isThere()) return () => {}
  const hear = ({ data }: MessageEvent) => {
    if (typeof data?.open === 'string') open(data.open)
  }
  navigator.serviceWorker.addEventListener('message', hear)
  return () => navigator.serviceWorker.removeEventListener('message', hear)
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
