import type { ContactRef } from '@inbox/contracts'
import { useCallback } from 'react'
import { translations } from '../i18n/translations.ts'
import { nameOfContact } from './name-of-contact.ts'

const useMessages = translations({
  en: { visitor: (mark: string) => `Visitor ${mark}`, erased: 'Erased contact' },
  'pt-BR': { visitor: mark => `Visitante ${mark}`, erased: 'Contato apagado' },
  es: { visitor: mark => `Visitante ${mark}`, erased: 'Contacto borrado' }
})

/** Names contacts in the language of the app. */
export function useContactName(): (contact: ContactRef) => string {
  const words = useMessages()
  return useCallback(contact => nameOfContact(contact, words), [words])
}
