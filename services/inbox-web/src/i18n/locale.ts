import { storage } from '../state/storage.ts'
import { createStore, useStore } from '../state/store.ts'

/** The languages of the app, each named in itself. */
export const localeNames = { en: 'English', 'pt-BR': 'Português (Brasil)', es: 'Español' } as const
export type Locale = keyof typeof localeNames

const KEY = 'inbox-locale'

const isLocale = (text: string | undefined): text is Locale => text !== undefined && text in localeNames

/** The choice on this machine, or else the first of the browser's languages that we have. */
function initialLocale(): Locale {
  const chosen = storage.get(KEY)
  if (isLocale(chosen)) return chosen
  for (const language of navigator.languages) {
    if (language.startsWith('pt')) return 'pt-BR'
    if (language.startsWith('es')) return 'es'
    if (language.startsWith('en')) return 'en'
  }
  return 'en'
}

const locale = createStore<Locale>(initialLocale())
document.documentElement.lang = locale.get()

export function chooseLocale(next: Locale): void {
  storage.set(KEY, next)
  document.documentElement.lang = next
  locale.set(next)
}

export const useLocale = (): Locale => useStore(locale)
