import {
  type CannedReply,
  createCannedReply,
  fillPlaceholders,
  placeholders,
  replaceCannedReply
} from '@inbox/contracts'
import { Button, Group, Paper, Select, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useLocation } from 'wouter'
import { changed, useCannedReply } from '../../../api/administration.ts'
import { call } from '../../../api/call.ts'
import { useDepartments } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { Editor, Section } from '../../../forms/editor.tsx'
import { type EntityFormProps, editorOf } from '../../../forms/editor-of.tsx'
import { useEntityForm } from '../../../forms/use-entity-form.ts'
import classes from './canned-reply-editor.module.css'
import { useMessages } from './messages.ts'

type Values = Omit<CannedReply, 'id' | 'version' | 'departmentId'> & { departmentId: string }

const blank: Values = { name: '', shortcut: '', text: '', departmentId: '', active: true }
const LIST = '/admin/canned-replies'

const valuesOf = ({ id, version, departmentId = '', ...fields }: CannedReply): Values => ({ ...fields, departmentId })

function CannedReplyForm({ known, onReload }: EntityFormProps<CannedReply>) {
  const t = useMessages()
  const [, go] = useLocation()
  const departments = useDepartments()
  const entity = useEntityForm({
    initial: known ? valuesOf(known) : blank,
    version: known?.version,
    schema: createCannedReply.body,
    bodyOf: ({ departmentId, ...fields }: Values) => ({ ...fields, ...(departmentId && { departmentId }) }),
    save: body =>
      known
        ? call(replaceCannedReply, { params: { id: known.id }, body, ifMatch: known.version })
        : call(createCannedReply, { body }),
    onSaved: () => {
      void changed('canned-replies')
      go(LIST)
    },
    fieldOfCode: { 'shortcut-taken': 'shortcut' }
  })
  const { form } = entity
  const text = useRef<HTMLTextAreaElement>(null)
  const insert = (word: string) => {
    const { selectionStart: start = 0, selectionEnd: end = 0 } = text.current ?? {}
    const current = form.values.text
    form.setFieldValue('text', `${current.slice(0, start)}{{${word}}}${current.slice(end)}`)
    text.current?.focus()
  }
  return (
    <Editor title={known ? known.name : t.newTitle} back={LIST} entity={entity} {...(onReload && { onReload })}>
      <Section title={t.use}>
        <TextInput label={t.name} required {...form.getInputProps('name')} />
        <TextInput
          label={t.shortcut}
          description={t.shortcutHint}
          leftSection={<Text c="var(--text-soft)">/</Text>}
          required
          styles={{ wrapper: { maxWidth: 320 } }}
          {...form.getInputProps('shortcut')}
        />
        <Select
          label={t.department}
          data={[
            { value: '', label: t.everybody },
            ...[...departments.values()].map(({ id: value, name: label }) => ({ value, label }))
          ]}
          allowDeselect={false}
          styles={{ wrapper: { maxWidth: 320 } }}
          {...form.getInputProps('departmentId')}
        />
        <Switch label={t.active} description={t.activeHint} {...form.getInputProps('active', { type: 'checkbox' })} />
      </Section>
      <Section title={t.reply} hint={t.replyHint}>
        <Textarea ref={text} label={t.text} required autosize minRows={4} {...form.getInputProps('text')} />
        <Group gap={6} role="group" aria-label={t.insert}>
          {placeholders.map(word => (
            <Button key={word} size="compact-xs" variant="default" onClick={() => insert(word)}>
              {t.places[word]}
            </Button>
          ))}
        </Group>
        <Preview text={form.values.text} departmentId={form.values.departmentId} />
      </Section>
    </Editor>
  )
}

export const CannedReplyEditor = editorOf(useCannedReply, CannedReplyForm)

/** The text with example values in its placeholders. */
function Preview({ text, departmentId }: { text: string; departmentId: string }) {
  const t = useMessages()
  const me = useMe()
  const departments = useDepartments()
  const department = departments.get(departmentId) ?? departments.values().next().value
  const first = (name: string) => name.split(' ')[0] ?? name
  const filled = fillPlaceholders(text, {
    'contact.name': 'Mariana Albuquerque',
    'contact.firstName': 'Mariana',
    'agent.name': me.name,
    'agent.firstName': first(me.name),
    'department.name': department?.name ?? '',
    'channel.name': 'WhatsApp',
    referenceNumber: '20260302-K7QH2M4X'
  })
  if (!filled.trim()) return null
  return (
    <div>
      <Text fz="xs" c="var(--text-soft)" mb={4}>
        {t.preview}
      </Text>
      <Paper className={classes.bubble}>{filled}</Paper>
    </div>
  )
}
