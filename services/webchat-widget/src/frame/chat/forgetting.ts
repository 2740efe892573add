import type { TextStorage } from '../../embedding/storage.ts'
import { type Connection, TOKEN } from './connection.ts'
import type { Page } from './page.ts'

interface Places {
  storage: TextStorage
  ofTab: TextStorage
}

/** When the visitor is to be forgotten, removes everything about them from this browser and restarts all tabs. */
export function followForgetting(places: Places, page: Page, { token }: Pick<Connection, 'token'>): void {
  const { storage } = places
  const restart = () => location.reload()
  page.onForget(() => {
    for (const place of Object.values(places)) for (const key of place.keys('')) place.remove(key)
    restart()
  })
  // forgotten in another tab
  addEventListener('storage', () => token() !== undefined && storage.get(TOKEN) === undefined && restart())
}
