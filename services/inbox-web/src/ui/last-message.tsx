import type { ConversationSummary } from '@inbox/contracts'
import {
  IconEraser,
  IconFile,
  IconHandFinger,
  IconMapPin,
  IconMicrophone,
  IconPhoto,
  IconQuestionMark,
  IconShoppingCart,
  IconSticker,
  IconTrash,
  IconUser,
  IconVideo,
  type TablerIcon
} from '@tabler/icons-react'
import { useCallback } from 'react'
import { translations } from '../i18n/translations.ts'
import classes from './last-message.module.css'

type MessagePreview = Pick<NonNullable<ConversationSummary['lastMessage']>, 'type' | 'preview'>

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
    revoked: 'Deleted message',
    erased: 'Erased message',
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
    revoked: 'Mensagem apagada',
    erased: 'Mensagem apagada com o contato',
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
    revoked: 'Mensaje eliminado',
    erased: 'Mensaje borrado con el contacto',
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
  unsupported: IconQuestionMark,
  revoked: IconTrash,
  erased: IconEraser
}

/** Describes a message in one line: without words by its kind; a kind from a newer version is called just that. */
export function useLineOf() {
  const words = useMessages()
  return useCallback(
    ({ type, preview }: MessagePreview): string => {
      const t: Partial<Record<string, string>> = words
      return preview === type && type !== 'text' ? (t[type] ?? words.unsupported) : preview
    },
    [words]
  )
}

/** The last message, in one line of a list. */
export function LastMessage({ message }: { message: MessagePreview }) {
  const lineOf = useLineOf()
  const Icon = message.type && icons[message.type]
  return (
    <>
      {Icon && <Icon className={classes.icon} size={15} stroke={1.7} aria-hidden="true" />}
      {lineOf(message)}
    </>
  )
}
