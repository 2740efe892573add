import { type Agent, createAgent, replaceAgent } from '@inbox/contracts'
import { MultiSelect, NumberInput, PasswordInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core'
import { useLocation } from 'wouter'
import { changed, useAgent } from '../../../api/administration.ts'
import { call } from '../../../api/call.ts'
import { useDepartments } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { useSignInMethods } from '../../../api/sign-in-methods.ts'
import { DurationField } from '../../../forms/duration-field.tsx'
import { Editor, Section } from '../../../forms/editor.tsx'
import { type EntityFormProps, editorOf } from '../../../forms/editor-of.tsx'
import { useEntityForm } from '../../../forms/use-entity-form.ts'
import { usePasswordProblem } from '../../../forms/use-password-problem.ts'
import { nameWithMark } from '../../../ui/bot-mark.tsx'
import { useMessages } from './messages.ts'
import { OneTimePassword } from './one-time-password.tsx'

type Values = Omit<Agent, 'id' | 'version' | 'bot'> & {
  exceedLimit: boolean
  password: string
  kind: 'person' | 'bot'
  /** Only used for bots. */
  bot: { silentSeconds: number }
}

const blank: Values = {
  name: '',
  email: '',
  role: 'agent',
  departmentIds: [],
  limit: 3,
  exceedLimit: false,
  active: true,
  password: '',
  kind: 'person',
  bot: { silentSeconds: 60 }
}
const LIST = '/admin/agents'

const valuesOf = ({ id, version, ...fields }: Agent): Values => ({
  ...fields,
  exceedLimit: fields.exceedLimit ?? false,
  password: '',
  kind: fields.bot ? 'bot' : 'person',
  bot: fields.bot ?? blank.bot
})

function useAgentForm(known: Agent | undefined) {
  const passwordProblem = usePasswordProblem()
  const [, go] = useLocation()
  return useEntityForm({
    initial: known ? valuesOf(known) : blank,
    version: known?.version,
    schema: createAgent.body,
    bodyOf: ({ password, exceedLimit, kind, bot, ...fields }: Values) =>
      kind === 'bot'
        ? { ...fields, role: 'agent' as const, bot }
        : { ...fields, ...(exceedLimit && { exceedLimit }), ...(password && { password }) },
    async save(body) {
      const saved = known
        ? await call(replaceAgent, { params: { id: known.id }, body, ifMatch: known.version })
        : await call(createAgent, { body })
      await changed('agents')
      // an agent who cannot sign in yet needs a one-time password next
      go(known || body.bot || body.password ? LIST : `${LIST}/${saved.id}`)
    },
    onSaved: () => undefined,
    fieldOfCode: { 'email-taken': 'email', 'weak-password': 'password' },
    textOf: passwordProblem
  })
}

function AgentForm({ known, onReload }: EntityFormProps<Agent>) {
  const t = useMessages()
  const { id: myId } = useMe()
  const methods = useSignInMethods()
  const departments = useDepartments()
  const entity = useAgentForm(known)
  const { form } = entity
  const { role, departmentIds, password, kind } = form.values
  const isBot = kind === 'bot'
  const warnings = [
    ...((isBot || role === 'agent') && departmentIds.length === 0 ? [t.noDepartmentWarning[kind]] : []),
    ...(!isBot && !known && !password && methods?.password ? [t.noPasswordWarning] : [])
  ]
  const isMe = known?.id === myId
  return (
    <Editor
      title={known ? nameWithMark(known) : t.newTitle}
      back={LIST}
      entity={entity}
      warnings={warnings}
      {...(onReload && { onReload })}
    >
      <Section title={t.person} hint={t.profileHint[kind]}>
        {!known && (
          <SegmentedControl
            aria-label={t.kind}
            data={(['person', 'bot'] as const).map(value => ({ value, label: t.kinds[value] }))}
            {...form.getInputProps('kind')}
          />
        )}
        <TextInput label={t.name} required {...form.getInputProps('name')} />
        <TextInput
          label={t.email}
          description={isBot ? t.botEmailHint : undefined}
          type="email"
          required
          {...form.getInputProps('email')}
        />
        {!isBot && (
          <PasswordInput
            label={t.password}
            description={known ? t.newPasswordHint : t.passwordHint}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
        )}
        {known && !isBot && !isMe && onReload && (
          <OneTimePassword agent={known} disabled={form.isDirty()} onMade={onReload} />
        )}
      </Section>
      <Section title={t.work}>
        {!isBot && (
          <Select
            label={t.role}
            description={t.roleHint[role]}
            data={(['agent', 'supervisor', 'admin'] as const).map(value => ({ value, label: t.roles[value] }))}
            allowDeselect={false}
            disabled={isMe}
            {...form.getInputProps('role')}
          />
        )}
        <MultiSelect
          label={t.departments}
          data={[...departments.values()].map(({ id: value, name: label }) => ({ value, label }))}
          searchable
          clearable
          {...form.getInputProps('departmentIds')}
        />
        <NumberInput
          label={t.limit}
          description={t.limitHint}
          min={0}
          max={1000}
          allowDecimal={false}
          maw={400}
          {...form.getInputProps('limit')}
        />
        {isBot ? (
          <DurationField label={t.silent} description={t.silentHint} {...form.getInputProps('bot.silentSeconds')} />
        ) : (
          <Switch
            label={t.exceed}
            description={t.exceedHint}
            {...form.getInputProps('exceedLimit', { type: 'checkbox' })}
          />
        )}
        <Switch
          label={t.active}
          description={isMe ? t.ownAccount : t.activeHint[kind]}
          disabled={isMe}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
      </Section>
    </Editor>
  )
}

export const AgentEditor = editorOf(useAgent, AgentForm)
