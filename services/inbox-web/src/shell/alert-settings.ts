import { createStore } from '../state/store.ts'

const KEY = 'inbox-silent'

/** Whether offers ring, on this machine. */
export const alertSettings = createStore({ sound: localStorage.getItem(KEY) === null })

export function setSound(sound: boolean): void {
  if (sound) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, 'yes')
  alertSettings.set({ sound })
}
