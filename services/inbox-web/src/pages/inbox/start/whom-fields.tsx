import { type Channel, type ContactRef, listConversations } from '@inbox/contracts'
import { Button, Group, Select, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../../api/call.ts'
import { useDepartments } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { useContactName } from '../../../ui/use-contact-name.ts'
import classes from '../templates/templates.module.css'
import { useMessages } from './messages.ts'
import { addressIn, contactsIn, departmentFor } from './whom.ts'

/** With whom, on which channel, and in which department if not the channel's. */
export interface Whom {
  channel: Channel
  to: ContactRef | { address: string; name: string }
  departmentId?: string | undefined
}

const TYPED_MS = 250
const MAX_SHOWN = 30

/** Chooses a known contact or an address, the channel, and the department. */
export function WhomFields({ channels, onChoose }: { channels: readonly Channel[]; onChoose: (whom: Whom) => void }) {
  const t = useMessages()
  const contactName = useContactName()
  const { departmentIds } = useMe()
  const departments = useDepartments()
  const [channelId, setChannelId] = useState(channels[0]?.id)
  const [departmentId, setDepartmentId] = useState<string>()
  const [typed, setTyped] = useState('')
  const [name, setName] = useState('')
  const [wrong, setWrong] = useState(false)
  const channel = channels.find(({ id }) => id === channelId)
  const contacts = useContacts(typed, channelId)
  if (!channel) return null
  const { startsWith } = channel.capabilities
  const where = { channel, departmentId: departmentId ?? departmentFor(channel, departmentIds) }
  const address = addressIn(typed, startsWith)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setWrong(address === undefined)
    if (address !== undefined) onChoose({ ...where, to: { address, name: name.trim() } })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {channels.length > 1 && (
          <Select
            label={t.channel}
            data={channels.map(each => ({ value: each.id, label: each.name }))}
            value={channelId ?? null}
            onChange={id => id && setChannelId(id)}
            allowDeselect={false}
          />
        )}
        {departmentIds.length > 1 && (
          <Select
            label={t.department}
            data={departmentIds.map(id => ({ value: id, label: departments.get(id)?.name ?? id }))}
            value={where.departmentId ?? null}
            onChange={id => id && setDepartmentId(id)}
            allowDeselect={false}
          />
        )}
        <TextInput
          label={startsWith === 'phone' ? t.phone : t.email}
          description={startsWith === 'phone' && t.phoneHint}
          value={typed}
          onChange={event => {
            setTyped(event.currentTarget.value)
            setWrong(false)
          }}
          error={wrong && (startsWith === 'phone' ? t.noPhone : t.noEmail)}
          maxLength={320}
          data-autofocus
        />
        {contacts.length > 0 && (
          <ul className={classes.list} aria-label={t.contacts}>
            {contacts.map(contact => (
              <li key={contact.id}>
                <UnstyledButton className={classes.item} onClick={() => onChoose({ ...where, to: contact })}>
                  <bdi className={classes.name}>{contactName(contact)}</bdi>
                  <bdi className={classes.text}>{contact.phone ?? contact.email ?? contact.externalId}</bdi>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )}
        {address !== undefined && (
          <TextInput
            label={`${t.name} (${t.optional})`}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            maxLength={200}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" disabled={typed.trim() === ''}>
            {t.next}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The contacts of the channel that match what is typed. */
function useContacts(typed: string, channelId: string | undefined): ContactRef[] {
  const [q] = useDebouncedValue(typed.trim(), TYPED_MS)
  const { data } = useQuery({
    queryKey: ['contacts-found', channelId, q],
    queryFn: () => call(listConversations, { query: { q, limit: MAX_SHOWN, channelId } }),
    enabled: q.length > 1
  })
  return channelId !== undefined && q.length > 1 && data ? contactsIn(data.items, channelId) : []
}
