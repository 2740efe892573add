import { createServiceAccount, type Scope, scope as scopes, scopesWithinDepartments } from '@inbox/contracts'
import { Checkbox, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { changed } from '../../../api/administration.ts'
import { call } from '../../../api/call.ts'
import { useAgentList, useDepartments } from '../../../api/directory.ts'
import { Editor, Section } from '../../../forms/editor.tsx'
import { useEntityForm } from '../../../forms/use-entity-form.ts'
import { useMessages } from './messages.ts'
import { NewTokenDialog } from './new-token-dialog.tsx'

interface Values {
  name: string
  scopes: Scope[]
  departmentIds: string[]
  /** Empty = it is not a bot. */
  botId: string
}

const blank: Values = { name: '', scopes: [], departmentIds: [], botId: '' }
const LIST = '/admin/service-accounts'

/** A new service account; an existing one can only be revoked. */
export const ServiceAccountEditor = ({ id }: { id: string }) =>
  id === 'new' ? <ServiceAccountForm /> : <Redirect to={LIST} replace />

function ServiceAccountForm() {
  const t = useMessages()
  const [, go] = useLocation()
  const departments = useDepartments()
  const [token, setToken] = useState<string>()
  const entity = useEntityForm({
    initial: blank,
    schema: createServiceAccount.body,
    bodyOf: ({ name, scopes, departmentIds, botId }: Values) =>
      botId ? { name, botId } : { name, scopes, ...(departmentIds.length > 0 && { departmentIds }) },
    save: async body => setToken((await call(createServiceAccount, { body })).token),
    onSaved: () => void changed('service-accounts'),
    fieldOfCode: { 'name-taken': 'name' }
  })
  const { form } = entity
  const bots = [...(useAgentList().data?.values() ?? [])].filter(({ bot, active }) => bot && active)
  const isBot = form.values.botId !== ''
  const isBounded = form.values.departmentIds.length > 0
  const fits = (scope: Scope) => !isBounded || scopesWithinDepartments.includes(scope)
  const boundTo = (departmentIds: string[]) => {
    form.setFieldValue('departmentIds', departmentIds)
    if (departmentIds.length > 0)
      form.setFieldValue(
        'scopes',
        form.values.scopes.filter(scope => scopesWithinDepartments.includes(scope))
      )
  }
  return (
    <Editor title={t.newTitle} back={LIST} entity={entity}>
      <Section title={t.account} hint={t.accountHint}>
        <TextInput label={t.name} description={t.nameHint} required {...form.getInputProps('name')} />
        {bots.length > 0 && (
          <Select
            label={t.bot}
            description={t.botHint}
            data={[{ value: '', label: t.noBot }, ...bots.map(({ id: value, name: label }) => ({ value, label }))]}
            allowDeselect={false}
            {...form.getInputProps('botId')}
          />
        )}
        {!isBot && (
          <MultiSelect
            label={t.departments}
            description={t.departmentsHint}
            data={[...departments.values()].map(({ id: value, name: label }) => ({ value, label }))}
            searchable
            clearable
            {...form.getInputProps('departmentIds')}
            onChange={boundTo}
          />
        )}
      </Section>
      {!isBot && (
        <Section title={t.scopes} hint={t.scopesHint}>
          <Checkbox.Group aria-label={t.scopes} {...form.getInputProps('scopes')}>
            <Stack gap="sm">
              {scopes.options.map(scope => (
                <Checkbox
                  key={scope}
                  value={scope}
                  label={t.scope[scope][0]}
                  description={fits(scope) ? `${t.scope[scope][1]} (${scope})` : t.notWithin}
                  disabled={!fits(scope)}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        </Section>
      )}
      {token !== undefined && <NewTokenDialog token={token} onClose={() => go(LIST)} />}
    </Editor>
  )
}
