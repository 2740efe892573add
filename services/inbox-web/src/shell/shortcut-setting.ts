import { storage } from '../state/storage.ts'
import { createStore } from '../state/store.ts'

const KEY = 'inbox-no-shortcuts'

/** Whether single keys act, on this machine: who speaks to the computer, or types blindly, may not want that. */
export const shortcutSetting = createStore(storage.get(KEY) === undefined)

export function setShortcuts(on: boolean): void {
  if (on) storage.remove(KEY)
  else storage.set(KEY, 'yes')
  shortcutSetting.set(on)
}
