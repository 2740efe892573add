import { storage } from '../state/storage.ts'
import { createStore } from '../state/store.ts'

const KEY = 'inbox-silent'

/** Whether offers ring, on this machine. */
export const alertSettings = createStore({ sound: storage.get(KEY) === undefined })

export function setSound(sound: boolean): void {
  if (sound) storage.remove(KEY)
  else storage.set(KEY, 'yes')
  alertSettings.set({ sound })
}
