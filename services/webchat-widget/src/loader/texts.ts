import type { Locale } from '../embedding/locale.ts'

interface Texts {
  open: string
  close: string
  chat: string
  unread: string
}

/** The button's labels for those who cannot see it. `unread` precedes a number. */
export const texts: Record<Locale, Texts> = {
  en: { open: 'Open chat', close: 'Close chat', chat: 'Chat', unread: 'New messages:' },
  'pt-BR': { open: 'Abrir chat', close: 'Fechar chat', chat: 'Chat', unread: 'Novas mensagens:' },
  es: { open: 'Abrir chat', close: 'Cerrar chat', chat: 'Chat', unread: 'Mensajes nuevos:' },
  ar: { open: 'فتح المحادثة', close: 'إغلاق المحادثة', chat: 'المحادثة', unread: 'الرسائل الجديدة:' }
}
