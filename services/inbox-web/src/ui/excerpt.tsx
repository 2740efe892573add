import type { Found } from '@inbox/contracts'
import { IconAddressBook, IconHeading, IconNote, IconTag, type TablerIcon } from '@tabler/icons-react'
import { translations } from '../i18n/translations.ts'
import classes from './excerpt.module.css'

const useMessages = translations({
  en: { contact: 'Contact', subject: 'Subject', tag: 'Tag', note: 'Note' },
  'pt-BR': { contact: 'Contato', subject: 'Assunto', tag: 'Etiqueta', note: 'Nota' },
  es: { contact: 'Contacto', subject: 'Asunto', tag: 'Etiqueta', note: 'Nota' }
})

const icons: Partial<Record<Found['in'], TablerIcon>> = {
  contact: IconAddressBook,
  subject: IconHeading,
  tag: IconTag,
  note: IconNote
}

/** The text in which a search found its words, with these marked. */
export function Excerpt({ found }: { found: Found }) {
  const t: Partial<Record<Found['in'], string>> = useMessages()
  const Icon = icons[found.in]
  return (
    <>
      {Icon && <Icon className={classes.icon} size={15} stroke={1.7} aria-label={t[found.in]} role="img" />}
      {partsOf(found).map(({ from, text, marked }) => (marked ? <mark key={from}>{text}</mark> : text))}
    </>
  )
}

function partsOf({ text, marks }: Found) {
  const parts: { from: number; text: string; marked: boolean }[] = []
  let at = 0
  for (const [from, until] of [...marks, [text.length, text.length]] as const) {
    parts.push({ from: at, text: text.slice(at, from), marked: false })
    parts.push({ from, text: text.slice(from, until), marked: true })
    at = until
  }
  return parts.filter(part => part.text !== '')
}
