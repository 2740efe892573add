// The service worker: notifies while no page is open, and stands in for a page that cannot be loaded. It caches nothing
// else.

const KEPT = 'offline-1'
const OFFLINE = '/offline.html'

const titles = { en: 'New offer', pt: 'Nova oferta', es: 'Nueva oferta' }
const texts = {
  en: 'A conversation is being offered to you.',
  pt: 'Uma conversa está sendo oferecida a você.',
  es: 'Se le ofrece una conversación.'
}
const ours = words => words[navigator.language.split('-')[0]] ?? words.en

self.addEventListener('install', event => {
  // browsers that support routes ask us only for pages: calls and files bypass us
  event.addRoutes?.({ condition: { not: { requestMode: 'navigate' } }, source: 'network' })
  event.waitUntil(caches.open(KEPT).then(cache => cache.addAll([OFFLINE, '/icon.svg'])))
  self.skipWaiting()
})

self.addEventListener('activate', event => {
  const old = caches
    .keys()
    .then(names => Promise.all(names.filter(name => name !== KEPT).map(name => caches.delete(name))))
  event.waitUntil(Promise.all([old, self.clients.claim()]))
})

self.addEventListener('fetch', event => {
  const { request } = event
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)))
})

const pages = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true })

// an offer; whoever is looking at the inbox sees it there
self.addEventListener('push', event => {
  const { conversationId } = event.data?.json() ?? {}
  const show = async () => {
    if ((await pages()).some(page => page.visibilityState === 'visible')) return
    await self.registration.showNotification(ours(titles), {
      body: ours(texts),
      icon: '/icons/icon-192.png',
      // an open but hidden page notifies of the same offer: one notification replaces the other
      tag: conversationId,
      data: { path: `/inbox/ongoing/${conversationId}` }
    })
  }
  event.waitUntil(show())
})

self.addEventListener('notificationclick', event => {
  event.notification.close()
  const path = event.notification.data?.path ?? '/inbox'
  const open = async () => {
    const [page] = await pages()
    if (!page) return self.clients.openWindow(path)
    await page.focus()
    page.postMessage({ open: path })
  }
  event.waitUntil(open())
})
