import type { TextStorage } from '../state/storage.ts'
import { type Connection, TOKEN } from './connection.ts'
import type { Page } from './page.ts'

/** When the visitor is to be forgotten, nothing of them stays in this browser, and all tabs begin anew. */
export function followForgetting(storage: TextStorage, page: Page, { token }: Pick<Connection, 'token'>): void {
  const restart = () => location.reload()
  page.onForget(() => {
    for (const key of storage.keys('')) storage.remove(key)
    try {
      // what was being written
      sessionStorage.clear()
    } catch {
      // where the browser keeps nothing, there is nothing
    }
    restart()
  })
  // in another tab
  addEventListener('storage', () => token() !== undefined && storage.get(TOKEN) === undefined && restart())
}
