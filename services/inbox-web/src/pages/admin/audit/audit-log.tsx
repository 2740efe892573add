import { type AuditEntry, listAudit } from '@inbox/contracts'
import { Button, Center, Code, Group, Loader, Paper, Select, Stack, Text, Title } from '@mantine/core'
import { IconArrowNarrowRight } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { useFormat } from '../../../i18n/format.ts'
import classes from './audit-log.module.css'
import { useMessages } from './messages.ts'
import { type Fields, useFields } from './use-fields.ts'

type Kind = AuditEntry['subject']['kind']
const PAGE = 50

/** Who changed what and who viewed what, newest first. */
export function AuditLog() {
  const t = useMessages()
  const words = useFormWords()
  const fields = useFields()
  const [kind, setKind] = useState<Kind | ''>('')
  const log = useInfiniteQuery({
    queryKey: ['audit', kind],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      call(listAudit, { query: { limit: PAGE, cursor, ...(kind && { subjectKind: kind }) } }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: 0
  })
  const entries = log.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section aria-label={t.title}>
      <Group justify="space-between" mb="md">
        <Title order={1} fz="h2" lts="-0.015em">
          {t.title}
        </Title>
        <Select
          aria-label={t.subject}
          data={[
            { value: '', label: t.anything },
            ...(Object.keys(t.kinds) as Kind[]).map(value => ({ value, label: t.kinds[value] }))
          ]}
          value={kind}
          onChange={next => setKind((next ?? '') as Kind | '')}
          allowDeselect={false}
        />
      </Group>
      {log.isPending && (
        <Center py={80}>
          <Loader aria-label={words.loading} />
        </Center>
      )}
      {log.isError && (
        <Text role="alert" c="var(--danger)">
          {words.unreachable}
        </Text>
      )}
      {log.data && entries.length === 0 && <Text c="var(--text-soft)">{t.nothing}</Text>}
      <Stack gap="xs" component="ol" className={classes.entries}>
        {entries.map(entry => (
          <Entry key={entry.id} entry={entry} fields={fields} />
        ))}
      </Stack>
      {log.hasNextPage && (
        <Center mt="md">
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t.more}
          </Button>
        </Center>
      )}
    </section>
  )
}

/** What happened, as a sentence. */
function Sentence({ entry: { actor, action, subject, address } }: { entry: AuditEntry }) {
  const t = useMessages()
  if (subject.kind === 'signIn') {
    const told = (t.signIns as Partial<Record<string, (who: string) => string>>)[action]
    return [told?.(subject.name) ?? action, ...(address === undefined ? [] : [t.from(address)])].join(' ')
  }
  if (subject.kind === 'search') return t.searched(actor.name)
  if (subject.kind === 'channel' && (action === 'read' || action === 'exported'))
    return (
      <>
        {t.raw[action](actor.name)} <strong>{subject.name}</strong>
      </>
    )
  const done = (t.actions as Partial<Record<string, string>>)[action] ?? action
  return (
    <>
      {t.sentence(actor.name, done, t.kind[subject.kind])} <strong>{subject.name}</strong>
    </>
  )
}

function Entry({ entry, fields }: { entry: AuditEntry; fields: Fields }) {
  const format = useFormat()
  const { at, action, changes, subject } = entry
  const textOf = (path: string, value: unknown) =>
    value === undefined || value === null ? undefined : fields.value(path, value)
  return (
    <Paper component="li" className={classes.entry}>
      <Group justify="space-between" gap="xs">
        <Text fz="sm">
          <Sentence entry={entry} />
        </Text>
        <Text component="time" fz="xs" c="var(--text-soft)" dateTime={at}>
          {format.dateTime(at)}
        </Text>
      </Group>
      {action !== 'created' && changes.length > 0 && (
        <dl className={classes.changes}>
          {changes.map(({ path, before, after }) => (
            <div key={path} className={classes.change}>
              <dt>{fields.name(subject.kind, path)}</dt>
              <dd>
                <Value text={textOf(path, before)} />
                <IconArrowNarrowRight size={14} aria-hidden="true" />
                <Value text={textOf(path, after)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Paper>
  )
}

function Value({ text }: { text: string | undefined }) {
  const t = useMessages()
  return text === undefined ? <em>{t.unset}</em> : <Code className={classes.value}>{text}</Code>
}
