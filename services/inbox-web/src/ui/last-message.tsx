import type { Content, ConversationSummary } from '@inbox/contracts'
import {
  IconFile,
  IconHandFinger,
  IconMapPin,
  IconMicrophone,
  IconPhoto,
  IconQuestionMark,
  IconShoppingCart,
  IconSticker,
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
    contactCard: 'Contact',
    sticker: 'Sticker',
    interactive: 'Choice',
    order: 'Order',
    unsupported: 'Message that cannot be shown here'
  },
  'pt-BR': {
    image: 'Imagem',
    video: 'Vídeo',
    audio: 'Mensagem de voz',
    file: 'Arquivo',
    location: 'Localização',
    contactCard: 'Contato',
    sticker: 'Figurinha',
    interactive: 'Escolha',
    order: 'Pedido',
    unsupported: 'Mensagem que não pode ser exibida aqui'
  },
  es: {
    image: 'Imagen',
    video: 'Video',
    audio: 'Mensaje de voz',
    file: 'Archivo',
    location: 'Ubicación',
    contactCard: 'Contacto',
    sticker: 'Sticker',
    interactive: 'Opción elegida',
    order: 'Pedido',
    unsupported: 'Mensaje que no se puede mostrar aquí'
  }
})

const icons: Partial<Record<string, TablerIcon>> = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconMicrophone,
  file: IconFile,
  location: IconMapPin,
  contactCard: IconUser,
  sticker: IconSticker,
  interactive: IconHandFinger,
  order: IconShoppingCart,
  unsupported: IconQuestionMark
}

/** How a message is told in one line: what has no words, by its kind; what is of a kind of a newer version, as that. */
export function useLineOf() {
  const words = useMessages()
  return useCallback(
    ({ type, preview }: Pick<Said, 'type' | 'preview'>): string => {
      const t: Partial<Record<string, string>> = words
      return preview === type && type !== 'text' ? (t[type] ?? words.unsupported) : preview
    },
    [words]
  )
}

/** What a message says, as the last one of a conversation is told. */
export function saidIn(content: Content): Pick<Said, 'type' | 'preview'> {
  return { type: content.type, preview: wordsOf(content) || content.type }
}

function wordsOf(content: Content): string | undefined {
  if ('text' in content) return content.text
  if ('title' in content) return content.title
  if ('caption' in content) return content.caption
  return content.type === 'contactCard' || content.type === 'file' ? content.name : undefined
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
