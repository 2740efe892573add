import { storage } from '../state/storage.ts'
import { createStore } from '../state/store.ts'

/**
 * What an agent is alerted to: an offer, a contact's message to them, an arrival to pick from the queue, a conversation
 * they had parked that is back, a note that names them.
 */
export const alertKinds = ['offer', 'message', 'arrival', 'back', 'note'] as const
export type AlertKind = (typeof alertKinds)[number]

/** How: by a sound, and by a notification while the app is out of sight. */
export type AlertWay = 'sound' | 'notification'
export type AlertSettings = Readonly<Record<AlertKind, Readonly<Record<AlertWay, boolean>>>>

const KEY = 'inbox-alert-settings'
const everything: AlertSettings = {
  offer: { sound: true, notification: true },
  message: { sound: true, notification: true },
  arrival: { sound: true, notification: true },
  back: { sound: true, notification: true },
  note: { sound: true, notification: true }
}

/** The choice on this machine; everything is on unless switched off. */
export const alertSettings = createStore(read())

export function setAlert(kind: AlertKind, way: AlertWay, on: boolean): void {
  const settings = alertSettings.get()
  const next = { ...settings, [kind]: { ...settings[kind], [way]: on } }
  storage.set(KEY, JSON.stringify(next))
  alertSettings.set(next)
}

storage.onChangeElsewhere(key => {
  if (key === KEY || key === null) alertSettings.set(read())
})

function read(): AlertSettings {
  const chosen = parsed(storage.get(KEY))
  const entries = alertKinds.map(kind => [kind, { ...everything[kind], ...chosen[kind] }])
  return Object.fromEntries(entries) as AlertSettings
}

function parsed(text: string | undefined): Partial<AlertSettings> {
  try {
    return JSON.parse(text ?? '{}') ?? {}
  } catch {
    return {}
  }
}
