import { type Channel, type ChannelFields, createChannel, replaceChannel, type SessionRule } from '@inbox/contracts'
import { NativeSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useLocation } from 'wouter'
import { changed, useChannel } from '../../../api/administration.ts'
import { call } from '../../../api/call.ts'
import { useDepartments } from '../../../api/directory.ts'
import { Editor, Section } from '../../../forms/editor.tsx'
import { type EntityFormProps, editorOf } from '../../../forms/editor-of.tsx'
import { useEntityForm } from '../../../forms/use-entity-form.ts'
import { ChannelIcon } from '../../../ui/channel-icon.tsx'
import { usePriorityChoices } from '../../inbox/priority/use-priority-choices.ts'
import { ChannelConnection, WebsiteSnippet } from './channel-connection.tsx'
import { ChannelHealth } from './channel-health.tsx'
import { ChannelKeys } from './channel-keys.tsx'
import { ChannelTemplates } from './channel-templates.tsx'
import { IconField } from './icon-field.tsx'
import { useMessages } from './messages.ts'
import { SetAsideMails } from './set-aside-mails.tsx'
import { ChannelSettings } from './settings/channel-settings.tsx'
import { settingsOf } from './settings/settings-of.ts'

type Rule = 'standard' | SessionRule['kind']
interface Values extends Omit<ChannelFields, 'session' | 'priority'> {
  rule: Rule
  session: { hours: number | string }
  /** Empty = the department's. */
  priority: string
}

const LIST = '/admin/channels'
const blank: Values = {
  kind: 'whatsapp',
  name: '',
  departmentId: '',
  rule: 'standard',
  session: { hours: 24 },
  priority: '',
  settings: {},
  active: true
}

const valuesOf = ({ id, version, keys, capabilities, session, priority, ...fields }: Channel): Values => ({
  ...fields,
  rule: session.kind,
  session: { hours: session.kind === 'window' ? (session.hours ?? 24) : 24 },
  priority: priority === undefined ? '' : String(priority)
})

/** The body with the chosen session rule; none = that of the kind. */
function bodyOf({ rule, session: { hours }, priority, ...fields }: Values) {
  const session = rule === 'window' ? { kind: rule, hours } : rule === 'standard' ? undefined : { kind: rule }
  return {
    ...fields,
    settings: settingsOf(fields.kind, fields.settings),
    ...(session && { session }),
    ...(priority && { priority: Number(priority) })
  }
}

function ChannelForm({ known, onReload }: EntityFormProps<Channel>) {
  const t = useMessages()
  const [, go] = useLocation()
  const departments = useDepartments()
  const entity = useEntityForm({
    initial: known ? valuesOf(known) : blank,
    version: known?.version,
    schema: createChannel.body,
    bodyOf,
    save: async body => {
      const saved = known
        ? await call(replaceChannel, { params: { id: known.id }, body, ifMatch: known.version })
        : await call(createChannel, { body })
      await changed('channels')
      // the page of a new channel says what remains to be done elsewhere
      go(known ? LIST : `${LIST}/${saved.id}`)
    },
    onSaved: () => undefined
  })
  const { form } = entity
  const priorities = usePriorityChoices(Number(form.values.priority))
  return (
    <Editor
      title={known ? known.name : t.newTitle}
      back={LIST}
      entity={entity}
      aside={<ChannelIcon icon={form.values.icon ?? form.values.kind} inactive={!form.values.active} />}
      {...(onReload && { onReload })}
    >
      {known && <WebsiteSnippet id={known.id} />}
      <Section title={t.what} hint={t.whatHint}>
        <Select
          label={t.kind}
          description={t.kindHint}
          data={(['whatsapp', 'webchat', 'email', 'api'] as const).map(value => ({ value, label: t.kinds[value] }))}
          allowDeselect={false}
          styles={{ wrapper: { maxWidth: 320 } }}
          {...form.getInputProps('kind')}
        />
        <TextInput label={t.name} required {...form.getInputProps('name')} />
        <IconField form={form} />
        <Select
          label={t.department}
          description={t.departmentHint}
          placeholder={t.departmentMissing}
          data={[...departments.values()]
            .filter(({ active, id }) => active || id === known?.departmentId)
            .map(({ id: value, name: label }) => ({ value, label }))}
          required
          searchable
          {...form.getInputProps('departmentId')}
        />
        <Select
          label={t.session}
          data={(known
            ? (['window', 'attended', 'none'] as const)
            : (['standard', 'window', 'attended', 'none'] as const)
          ).map(value => ({ value, label: t.sessions[value] }))}
          allowDeselect={false}
          {...form.getInputProps('rule')}
        />
        {form.values.rule === 'window' && (
          <NumberInput label={t.hours} min={0.01} max={8760} w={180} {...form.getInputProps('session.hours')} />
        )}
        <NativeSelect
          label={t.priority}
          description={t.priorityHint}
          data={[{ value: '', label: t.priorityOfDepartment }, ...priorities]}
          styles={{ wrapper: { maxWidth: 320 } }}
          {...form.getInputProps('priority')}
        />
        <Switch label={t.active} description={t.activeHint} {...form.getInputProps('active', { type: 'checkbox' })} />
      </Section>
      <ChannelSettings kind={form.values.kind} form={form} />
      {known && <ChannelConnection channel={known} unsaved={form.isDirty()} />}
      {known && <ChannelHealth channel={known} />}
      {known?.capabilities.templates && <ChannelTemplates channel={known} />}
      {known?.kind === 'email' && <SetAsideMails channel={known} />}
      {known && <ChannelKeys channel={known} />}
    </Editor>
  )
}

export const ChannelEditor = editorOf(useChannel, ChannelForm)
