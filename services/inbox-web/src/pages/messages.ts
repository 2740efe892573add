import { translations } from '../i18n/translations.ts'

/** The titles of the pages. */
export const useMessages = translations({
  en: { inbox: 'Inbox' },
  'pt-BR': { inbox: 'Caixa de entrada' },
  es: { inbox: 'Bandeja' }
})
