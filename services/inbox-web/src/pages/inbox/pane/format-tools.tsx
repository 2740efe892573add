import { ActionIcon } from '@mantine/core'
import { IconBold, IconLink, IconList, IconListNumbers } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useMailMessages } from '../content/mail-messages.ts'
import { type Format, formatted } from './formatted.ts'

interface Props {
  area: RefObject<HTMLTextAreaElement | null>
  text: string
  write: (text: string) => void
}

const tools = [
  ['bold', IconBold],
  ['list', IconList],
  ['numbered', IconListNumbers],
  ['link', IconLink]
] as const satisfies [Format, unknown][]

/** Formats the selection as bold, as a list or as a link. */
export function FormatTools({ area, text, write }: Props) {
  const t = useMailMessages()
  const mark = (format: Format) => {
    const { selectionStart: from = text.length, selectionEnd: to = text.length } = area.current ?? {}
    const next = formatted({ text, from, to }, format, t.linkWords)
    write(next.text)
    // once the text has been rendered
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(next.from, next.to)
    })
  }
  return tools.map(([format, Icon]) => (
    <ActionIcon
      key={format}
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t.formats[format]}
      title={t.formats[format]}
      onClick={() => mark(format)}
    >
      <Icon size={20} stroke={1.7} />
    </ActionIcon>
  ))
}
