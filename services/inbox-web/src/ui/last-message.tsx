import type { ConversationSummary } from '@inbox/contracts'
import {
  IconFile,
  IconMapPin,
  IconMicrophone,
  IconPhoto,
  IconUser,
  IconVideo,
  type TablerIcon
} from '@tabler/icons-react'
import { useCallback } from 'react'
import { translations } from '../i18n/translations.ts'
import classes from './last-message.module.css'

type Said = NonNullable<ConversationSummary['lastMessage']>

const useMessages = translations({
  en: {
    image: 'Image',
    video: 'Video',
    audio: 'Voice message',
    file: 'File',
    location: 'Location',
    contactCard: 'Contact'
  },
  'pt-BR': {
    image: 'Imagem',
    video: 'Vídeo',
    audio: 'Mensagem de voz',
    file: 'Arquivo',
    location: 'Localização',
    contactCard: 'Contato'
  },
  es: {
    image: 'Imagen',
    video: 'Video',
    audio: 'Mensaje de voz',
    file: 'Archivo',
    location: 'Ubicación',
    contactCard: 'Contacto'
  }
})

const icons: Partial<Record<NonNullable<Said['type']>, TablerIcon>> = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconMicrophone,
  file: IconFile,
  location: IconMapPin,
  contactCard: IconUser
}

/** How a message is told in one line: what has no words, by its kind. */
export function useLineOf() {
  const t: Partial<Record<string, string>> = useMessages()
  return useCallback(
    ({ type, preview }: Pick<Said, 'type' | 'preview'>): string => (preview === type && t[type]) || preview,
    [t]
  )
}

/** What was written last, in one line of a list. */
export function LastMessage({ message }: { message: Said }) {
  const lineOf = useLineOf()
  const Icon = message.type && icons[message.type]
  return (
    <>
      {Icon && <Icon className={classes.icon} size={15} stroke={1.7} aria-hidden="true" />}
      {lineOf(message)}
    </>
  )
}
