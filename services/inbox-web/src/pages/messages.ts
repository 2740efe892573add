import { translations } from '../i18n/translations.ts'

/** The titles of the pages. */
export const useMessages = translations({
  en: { inbox: 'Inbox', board: 'Board', conversations: 'Conversations', reports: 'Reports', admin: 'Administration' },
  'pt-BR': {
    inbox: 'Caixa de entrada',
    board: 'Painel',
    conversations: 'Conversas',
    reports: 'Relatórios',
    admin: 'Administração'
  },
  es: {
    inbox: 'Bandeja',
    board: 'Tablero',
    conversations: 'Conversaciones',
    reports: 'Informes',
    admin: 'Administración'
  }
})
