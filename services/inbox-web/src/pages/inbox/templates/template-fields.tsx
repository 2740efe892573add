import type { Capabilities, ChannelTemplate, MediaContent, TemplateField } from '@inbox/contracts'
import { TextInput } from '@mantine/core'
import { isFile } from './choice.ts'
import { HeaderFile } from './header-file.tsx'
import { useMessages } from './messages.ts'

/** No part of a template may be longer. */
const LONGEST = 1024

interface Props {
  template: ChannelTemplate
  values: Readonly<Record<string, string>>
  onChange: (id: string, value: string) => void
  /** The media that the channel carries. */
  carried: Capabilities['media']
  onFile: (file: MediaContent | undefined) => void
}

/** The fields to fill in, in the order of the template. */
export function TemplateFields({ template: { fields, buttons }, values, onChange, carried, onFile }: Props) {
  const t = useMessages()
  const labelOf = ({ part, kind, name, index }: TemplateField) => {
    const where = part === 'button' ? `${t.parts.button} “${buttons[index ?? 0]?.text ?? ''}”` : t.parts[part]
    return `${where}: ${kind === 'text' ? `{{${name}}}` : t.kinds[kind]}`
  }
  return fields.map((field, at) =>
    isFile(field) ? (
      <HeaderFile
        key={field.id}
        label={labelOf(field)}
        kind={field.kind}
        carried={carried}
        autoFocus={at === 0}
        onFile={onFile}
      />
    ) : (
      <TextInput
        key={field.id}
        label={labelOf(field)}
        placeholder={field.example && t.example(field.example)}
        value={values[field.id] ?? ''}
        onChange={event => onChange(field.id, event.currentTarget.value)}
        maxLength={LONGEST}
        required
        autoFocus={at === 0}
      />
    )
  )
}
