import { storage } from '../state/storage.ts'
import { createStore } from '../state/store.ts'

const KEY = 'inbox-no-shortcuts'

/** Whether single-key shortcuts are on, on this machine: people who dictate, or type blindly, may not want them. */
export const shortcutSetting = createStore(storage.get(KEY) === undefined)

export function setShortcuts(on: boolean): void {
  if (on) storage.remove(KEY)
  else storage.set(KEY, 'yes')
  shortcutSetting.set(on)
}
