import { type Contact, type ContactRef, contactChange, getContact, patchContact } from '@inbox/contracts'
import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPencil } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../../api/call.ts'
import { Refusal } from '../../../api/refusal.ts'
import { useMe } from '../../../api/session.ts'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { refusalWords } from '../../../forms/refusal-words.ts'
import { useFormat } from '../../../i18n/format.ts'
import { ContactAvatar } from '../../../ui/contact-avatar.tsx'
import { useContactName } from '../../../ui/use-contact-name.ts'
import classes from './details.module.css'
import { EraseContact } from './erase-contact.tsx'
import { ExportContact } from './export-contact.tsx'
import { useMessages } from './messages.ts'
import { Fact, Section } from './section.tsx'

const fields = ['name', 'email', 'phone'] as const
type Field = (typeof fields)[number]

/** Who the customer is; agents' corrections here take precedence over what the channel says. */
export function ContactSection({ contactId, summary }: { contactId: string; summary: ContactRef }) {
  const contactName = useContactName()
  const t = useMessages()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const { data } = useQuery({
    queryKey: ['contact', contactId],
    queryFn: () => call(getContact, { params: { id: contactId } })
  })
  // the summary is live; the contact adds what it lacks
  const contact = { ...data, ...summary }
  const isAdministrator = useMe().role === 'admin'
  if (contact.erasedAt !== undefined)
    return (
      <Section title={t.contact}>
        <Text>{t.erasedOn(format.dateTime(contact.erasedAt))}</Text>
      </Section>
    )
  if (editing) return <ContactForm contact={contact} onDone={() => setEditing(false)} />
  return (
    <Section
      title={t.contact}
      action={
        <ActionIcon variant="subtle" color="gray" aria-label={t.edit} title={t.edit} onClick={() => setEditing(true)}>
          <IconPencil size={17} stroke={1.7} />
        </ActionIcon>
      }
    >
      <Group gap="sm" wrap="nowrap" mb="sm">
        <ContactAvatar contact={contact} size={42} />
        <Text fw={600} miw={0} style={{ overflowWrap: 'anywhere' }}>
          <bdi>{contactName(contact)}</bdi>
        </Text>
      </Group>
      <dl className={classes.facts}>
        <Fact label={t.email}>
          {contact.email ? <a href={`mailto:${encodeURIComponent(contact.email)}`}>{contact.email}</a> : t.none}
        </Fact>
        <Fact label={t.phone}>
          {contact.phone ? <a href={`tel:${contact.phone.replace(/[^\d+]/g, '')}`}>{contact.phone}</a> : t.none}
        </Fact>
        {Object.entries(data?.attributes ?? {}).map(([name, value]) => (
          <Fact key={name} label={name === 'consentAt' ? t.consentAt : name}>
            {isInstant(value) ? format.dateTime(value) : String(value)}
          </Fact>
        ))}
      </dl>
      {isAdministrator && (
        <Group gap={4} mt="sm">
          <ExportContact contact={contact} />
          <EraseContact contact={contact} />
        </Group>
      )}
    </Section>
  )
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const isInstant = (value: unknown): value is string => typeof value === 'string' && INSTANT.test(value)

function ContactForm({ contact, onDone }: { contact: Partial<Contact> & ContactRef; onDone: () => void }) {
  const t = useMessages()
  const words = useFormWords()
  const queries = useQueryClient()
  const [wrong, setWrong] = useState<readonly Field[]>([])
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const changes = fields.flatMap(field => {
      const value = String(given.get(field) ?? '').trim()
      return value === (contact[field] ?? '') ? [] : [[field, value === '' ? null : value] as const]
    })
    const invalid = changes.filter(([field, value]) => !contactChange.shape[field].safeParse(value).success)
    setWrong(invalid.map(([field]) => field))
    if (invalid.length > 0) return
    if (changes.length === 0) return onDone()
    setBusy(true)
    try {
      const saved = await call(patchContact, { params: { id: contact.id }, body: Object.fromEntries(changes) })
      queries.setQueryData(['contact', contact.id], saved)
      onDone()
    } catch (error) {
      const refused = error instanceof Refusal ? error.issues.map(({ path }) => path.replace(/^body\./, '')) : []
      setWrong(fields.filter(field => refused.includes(field)))
      notifications.show({ color: 'red', message: `${t.saveFailed} ${refusalWords(error, words)}` })
      setBusy(false)
    }
  }
  return (
    <Section title={t.contact}>
      <form onSubmit={submit} noValidate>
        <Stack gap="xs">
          {fields.map(field => (
            <TextInput
              key={field}
              name={field}
              size="sm"
              label={t[field]}
              defaultValue={contact[field] ?? ''}
              error={wrong.includes(field) && t.invalid}
              data-autofocus={field === 'name' || undefined}
            />
          ))}
          <Group justify="flex-end" gap="xs" mt={4}>
            <Button variant="default" size="xs" onClick={onDone}>
              {t.cancel}
            </Button>
            <Button type="submit" size="xs" loading={busy}>
              {t.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}
