import { session } from '../api/session.ts'

/** What was entered and not saved, and on which version of the entity. */
export interface Unsaved {
  values: object
  version: number | undefined
}

/** By the address of the form. In memory only: there may be passwords among it. */
const kept = new Map<string, Unsaved>()

/** Browsers ask before they take a page away with which it would be lost. */
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
