import { type ChannelTemplate, type ConversationSummary, filledTemplate, listChannelTemplates } from '@inbox/contracts'
import { Button, Group, Loader, Modal, Select, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useLanguageNames } from '../../../i18n/language-names.ts'
import { outbox } from '../outbox/sent-off.ts'
import { isFilled, languagesOf, matching } from './choice.ts'
import { useMessages } from './messages.ts'
import { TemplateFields } from './template-fields.tsx'
import { TemplatePreview } from './template-preview.tsx'
import classes from './templates.module.css'

interface Props {
  conversation: ConversationSummary
  onClose: () => void
}

/** Chooses a template, fills it in, and sends it. */
export function TemplateDialog({ conversation, onClose }: Props) {
  const t = useMessages()
  const [chosen, setChosen] = useState<ChannelTemplate>()
  return (
    <Modal opened onClose={onClose} title={t.template} size="lg">
      {chosen ? (
        <Filling
          template={chosen}
          conversationId={conversation.id}
          onBack={() => setChosen(undefined)}
          onSent={onClose}
        />
      ) : (
        <Choosing channelId={conversation.channel.id} onChoose={setChosen} />
      )}
    </Modal>
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
  template: ChannelTemplate
  conversationId: string
  onBack: () => void
  onSent: () => void
}

function Filling({ template, conversationId, onBack, onSent }: FillingProps) {
  const t = useMessages()
  const { id: agentId } = useMe()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const ready = isFilled(template, values)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    const filled = filledTemplate(template, values)
    outbox.sendOff({ kind: 'answer', conversationId, agentId, text: filled.text, template: filled })
    onSent()
  }
  return (
    <form onSubmit={send}>
      <Stack>
        <TemplateFields
          template={template}
          values={values}
          onChange={(id, value) => setValues({ ...values, [id]: value })}
        />
        <TemplatePreview template={template} values={values} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            {t.another}
          </Button>
          <Button type="submit" disabled={!ready} data-autofocus={template.fields.length === 0 || undefined}>
            {t.send}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
