import { session } from '../api/session.ts'

/** Values entered but not saved, and the version of the entity they are based on. */
export interface Unsaved {
  values: object
  version: number | undefined
}

/** By the path of the form. In memory only: it may include passwords. */
const kept = new Map<string, Unsaved>()

/** Makes browsers ask before they leave a page with unsaved values. */
const ask = (event: BeforeUnloadEvent) => event.preventDefault()

export const unsavedAt = (path: string): Unsaved | undefined => kept.get(path)

export function keepUnsaved(path: string, unsaved: Unsaved): void {
  if (kept.size === 0) window.addEventListener('beforeunload', ask)
  kept.set(path, unsaved)
}

export function dropUnsaved(path: string): void {
  kept.delete(path)
  if (kept.size === 0) window.removeEventListener('beforeunload', ask)
}

session.subscribe(() => {
  if (session.get() === 'nobody') for (const path of [...kept.keys()]) dropUnsaved(path)
})
