import type { ContactRef } from '@inbox/contracts'
import { Avatar, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { translations } from '../i18n/translations.ts'
import { useExternalMedia } from './external-media.ts'
import { useContactName } from './use-contact-name.ts'

const useMessages = translations({
  en: { show: (host: string) => `Show image from ${host}` },
  'pt-BR': { show: host => `Mostrar imagem de ${host}` },
  es: { show: host => `Mostrar imagen de ${host}` }
})

/** A contact's picture; if it is external, their initials until somebody asks for it. */
export function ContactAvatar({ contact, size }: { contact: ContactRef; size: number }) {
  const { avatarUrl } = contact
  if (!avatarUrl) return <Face contact={contact} size={size} />
  return <Portrait key={avatarUrl} contact={contact} size={size} url={avatarUrl} />
}

function Portrait({ contact, size, url }: { contact: ContactRef; size: number; url: string }) {
  const t = useMessages()
  const { mayLoad, ask, host } = useExternalMedia(url)
  if (mayLoad) return <Face contact={contact} size={size} src={url} />
  return (
    <UnstyledButton title={t.show(host)} onClick={ask}>
      <VisuallyHidden>{t.show(host)}</VisuallyHidden>
      <Face contact={contact} size={size} />
    </UnstyledButton>
  )
}

function Face({ contact, size, src }: { contact: ContactRef; size: number; src?: string }) {
  const contactName = useContactName()
  return (
    <Avatar
      src={src ?? null}
      name={contactName(contact)}
      color="initials"
      styles={{ placeholder: { color: 'var(--text)' } }}
      size={size}
      imageProps={{ referrerPolicy: 'no-referrer' }}
      aria-hidden="true"
    />
  )
}
