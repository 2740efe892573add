import { type ChannelFields, type ChannelKind, type SettingField, settingFields } from '@inbox/contracts'
import { Box, Button, Collapse, Group, Text, UnstyledButton } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { type ReactNode, useState } from 'react'
import { Section } from '../../../../forms/editor.tsx'
import { translations } from '../../../../i18n/translations.ts'
import { CopyText } from '../../../../ui/copy.tsx'
import { generated } from './generated.ts'
import { type FieldWords, useKindWords } from './kind-words.ts'
import { SettingControl } from './setting-control.tsx'
import previewClasses from './webchat-preview.module.css'
import { WebchatPreview } from './webchat-preview.tsx'

type Settings = ChannelFields['settings']

const useMessages = translations({
  en: {
    isSet: 'Set; enter another one to replace it',
    generate: 'Generate',
    where: 'Where do I find this?'
  },
  'pt-BR': {
    isSet: 'Definido; digite outro para substituir',
    generate: 'Gerar',
    where: 'Onde encontro isto?'
  },
  es: {
    isSet: 'Definido; escriba otro para reemplazarlo',
    generate: 'Generar',
    where: '¿Dónde lo encuentro?'
  }
})

interface Props<Form extends Pick<ChannelFields, 'settings'>> {
  kind: ChannelKind
  form: UseFormReturnType<Form>
}

/** The settings of a channel, as described by its kind. */
export function ChannelSettings<Form extends Pick<ChannelFields, 'settings'>>({ kind, form }: Props<Form>) {
  const words = useKindWords()[kind] as {
    groups: Record<string, { title: string; hint: string }>
    fields: Record<string, FieldWords>
  }
  const { settings } = form.getValues()
  const change = (changed: Settings) => form.setValues({ settings: { ...settings, ...changed } } as Partial<Form>)
  const fields = Object.entries<SettingField>(settingFields[kind])
  return Object.entries(words.groups).map(([group, { title, hint }]) => (
    <Section key={group} title={title} hint={hint}>
      <Beside preview={kind === 'webchat' && group === 'appearance' && <WebchatPreview settings={settings} />}>
        {fields
          .filter(([, field]) => field.group === group)
          .map(([name, field]) => (
            <Setting
              key={name}
              {...{ name, field }}
              words={words.fields[name]!}
              value={settings[name]}
              error={form.getInputProps(`settings.${name}`).error}
              onChange={value => change({ [name]: value })}
            />
          ))}
      </Beside>
    </Section>
  ))
}

/** A preview beside the fields. */
function Beside({ preview, children }: { preview: ReactNode; children: ReactNode }) {
  if (!preview) return children
  return (
    <div className={previewClasses.beside}>
      <div className={previewClasses.fields}>{children}</div>
      {preview}
    </div>
  )
}

interface SettingProps {
  name: string
  field: SettingField
  words: FieldWords
  value: Settings[string] | undefined
  error: ReactNode
  onChange: (value: string | number | boolean) => void
}

function Setting({ name, field, words: { label, help, where }, value, error, onChange }: SettingProps) {
  const t = useMessages()
  const [opened, setOpened] = useState(false)
  const generate = generated[name]
  const control = <SettingControl {...{ field, label, value, error, onChange }} description={help} isSet={t.isSet} />
  return (
    <Box>
      {generate ? (
        <Group align="flex-end" wrap="nowrap">
          <Box flex={1}>{control}</Box>
          {typeof value === 'string' && value !== '' && <CopyText value={value} />}
          <Button variant="default" onClick={() => onChange(generate())}>
            {t.generate}
          </Button>
        </Group>
      ) : (
        control
      )}
      {where && (
        <>
          <UnstyledButton
            fz="xs"
            c="var(--text-soft)"
            td="underline"
            aria-expanded={opened}
            aria-label={`${label}: ${t.where}`}
            onClick={() => setOpened(!opened)}
          >
            {t.where}
          </UnstyledButton>
          <Collapse expanded={opened}>
            <Text fz="sm">{where}</Text>
          </Collapse>
        </>
      )}
    </Box>
  )
}
