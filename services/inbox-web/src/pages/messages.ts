import { translations } from '../i18n/translations.ts'

/** The titles of the pages. */
export const useMessages = translations({
  en: { inbox: 'Inbox', admin: 'Administration' },
  'pt-BR': { inbox: 'Caixa de entrada', admin: 'Administração' },
  es: { inbox: 'Bandeja', admin: 'Administración' }
})
