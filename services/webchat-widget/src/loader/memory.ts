import { type TextStorage, textStorage } from '../embedding/storage.ts'

/** What the next page of the site is to know. */
export function memoryOf(channelId: string) {
  const prefix = 'service-inbox:'
  const flag = (storage: TextStorage) => ({
    get: () => storage.get(channelId) === '1',
    set: (value: boolean) => (value ? storage.set(channelId, '1') : storage.remove(channelId))
  })
  return {
    /** A chat is in progress. */
    chat: flag(textStorage(() => localStorage, prefix)),
    /** The panel is open in this tab. */
    open: flag(textStorage(() => sessionStorage, prefix))
  }
}
