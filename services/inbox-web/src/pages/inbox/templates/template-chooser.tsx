import { type ChannelTemplate, filledTemplate, listChannelTemplates, type MediaContent } from '@inbox/contracts'
import { Button, Group, Loader, Select, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../../api/call.ts'
import { useChannels } from '../../../api/directory.ts'
import { useLanguageNames } from '../../../i18n/language-names.ts'
import { isFilled, languagesOf, matching } from './choice.ts'
import { useMessages } from './messages.ts'
import { TemplateFields } from './template-fields.tsx'
import { TemplatePreview } from './template-preview.tsx'
import classes from './templates.module.css'

export type FilledTemplate = ReturnType<typeof filledTemplate>

interface Props {
  channelId: string
  onSend: (filled: FilledTemplate) => void
  /** Set while it is being sent and so cannot be sent again. */
  sending?: boolean
}

/** Chooses a template of a channel, fills it in and sends it. */
export function TemplateChooser({ channelId, onSend, sending = false }: Props) {
  const [chosen, setChosen] = useState<ChannelTemplate>()
  return chosen ? (
    <Filling
      channelId={channelId}
      template={chosen}
      onBack={() => setChosen(undefined)}
      onSend={onSend}
      sending={sending}
    />
  ) : (
    <Choosing channelId={channelId} onChoose={setChosen} />
  )
}

function Choosing({ channelId, onChoose }: { channelId: string; onChoose: (template: ChannelTemplate) => void }) {
  const t = useMessages()
  const nameOf = useLanguageNames()
  const [typed, setTyped] = useState('')
  const [language, setLanguage] = useState<string | null>(null)
  const { data, isError } = useQuery({
    queryKey: ['channel-templates', channelId],
    queryFn: () => call(listChannelTemplates, { params: { id: channelId } }),
    staleTime: 0
  })
  if (isError && !data) return <Text role="alert">{t.loadFailed}</Text>
  if (!data) return <Loader />
  const found = matching(data.items, typed, language)
  return (
    <Stack gap="sm">
      <Group gap="sm" grow>
        <TextInput
          aria-label={t.search}
          placeholder={t.search}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        <Select
          aria-label={t.language}
          placeholder={t.allLanguages}
          data={languagesOf(data.items).map(value => ({ value, label: nameOf(value) }))}
          value={language}
          onChange={setLanguage}
          clearable
        />
      </Group>
      <ul className={classes.list} aria-label={t.list}>
        {found.map(each => (
          <li key={`${each.name} ${each.language}`}>
            <UnstyledButton className={classes.item} onClick={() => onChoose(each)}>
              <span className={classes.name}>
                {each.name} <span className={classes.language}>{nameOf(each.language)}</span>
              </span>
              <bdi className={classes.text}>{each.body}</bdi>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <Text fz="sm" c="var(--text-soft)" role="status">
          {t.none}
        </Text>
      )}
    </Stack>
  )
}

interface FillingProps {
  channelId: string
  template: ChannelTemplate
  onBack: () => void
  onSend: Props['onSend']
  sending: boolean
}

function Filling({ channelId, template, onBack, onSend, sending }: FillingProps) {
  const t = useMessages()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [file, setFile] = useState<MediaContent>()
  const carried = useChannels().data?.get(channelId)?.capabilities.media ?? {}
  const ready = isFilled(template, values, file)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !sending) onSend(filledTemplate(template, values, file))
  }
  return (
    <form onSubmit={send}>
      <Stack>
        <TemplateFields
          template={template}
          values={values}
          onChange={(id, value) => setValues({ ...values, [id]: value })}
          carried={carried}
          onFile={setFile}
        />
        <TemplatePreview template={template} values={values} fileName={file?.name} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            {t.another}
          </Button>
          <Button
            type="submit"
            disabled={!ready}
            loading={sending}
            data-autofocus={template.fields.length === 0 || undefined}
          >
            {t.send}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
