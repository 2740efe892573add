import { Alert, Button, Center, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Refusal } from '../api/refusal.ts'
import classes from './editor.module.css'
import { useMessages } from './messages.ts'
import { readRefusalWords } from './refusal-words.ts'
import type { EntityForm } from './use-entity-form.ts'

interface Props {
  title: string
  /** The path of the list. */
  back: string
  entity: Pick<EntityForm<object>, 'saving' | 'conflict' | 'failure' | 'submit' | 'restored' | 'discard'>
  onReload?: () => void
  /** About values that are allowed but probably not intended. */
  warnings?: readonly string[]
  /** Shown beside the title. */
  aside?: ReactNode
  children: ReactNode
}

/** The frame around the fields of one entity: title, way back, errors and buttons. */
export function Editor({ title, back, entity, onReload, warnings = [], aside, children }: Props) {
  const t = useMessages()
  const { saving, conflict, failure, submit, restored, discard } = entity
  const reload = () => {
    discard()
    onReload?.()
  }
  return (
    <form className={classes.editor} onSubmit={event => void submit(event)} noValidate>
      <EditorTitle title={title} back={back}>
        {aside}
      </EditorTitle>
      {conflict && (
        <Alert color="yellow" icon={<IconAlertTriangle />} role="alert">
          <Group justify="space-between">
            <Text fz="sm">{t.conflict}</Text>
            <Button size="xs" variant="default" onClick={reload}>
              {t.reload}
            </Button>
          </Group>
        </Alert>
      )}
      {restored && !conflict && (
        <Alert color="blue" role="status">
          <Group justify="space-between">
            <Text fz="sm">{t.restored}</Text>
            <Button size="xs" variant="default" onClick={discard}>
              {t.discard}
            </Button>
          </Group>
        </Alert>
      )}
      {failure && (
        <Alert color="red" icon={<IconAlertTriangle />} role="alert">
          {failure}
        </Alert>
      )}
      {children}
      {warnings.map(warning => (
        <Alert key={warning} color="yellow" icon={<IconAlertTriangle />} role="status" p="sm">
          {warning}
        </Alert>
      ))}
      <Group className={classes.footer} justify="flex-end">
        <Button component={Link} href={back} variant="default" onClick={discard}>
          {t.cancel}
        </Button>
        <Button type="submit" loading={saving} disabled={conflict}>
          {t.save}
        </Button>
      </Group>
    </form>
  )
}

function EditorTitle({ title, back, children }: { title: string; back: string; children?: ReactNode }) {
  const t = useMessages()
  return (
    <Group justify="space-between" wrap="nowrap">
      <Group gap="xs" wrap="nowrap" miw={0}>
        <Button
          component={Link}
          href={back}
          variant="subtle"
          color="gray"
          size="compact-md"
          aria-label={t.back}
          className={classes.back}
        >
          <IconArrowLeft size={18} />
        </Button>
        <Title order={1} fz="xl" className={classes.title}>
          {title}
        </Title>
      </Group>
      {children}
    </Group>
  )
}

/** A group of fields that belong together. */
export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Paper component="section" className={classes.section} aria-label={title}>
      <div className={classes.heading}>
        <Title order={2} fz="md">
          {title}
        </Title>
        {hint && <Text className={classes.hint}>{hint}</Text>}
      </div>
      <Stack gap="sm">{children}</Stack>
    </Paper>
  )
}

/** Shows data once loaded; until then that it is loading, or why it failed. */
export function Loaded<Data>({
  query,
  children
}: {
  query: UseQueryResult<Data>
  children: (data: Data) => ReactNode
}) {
  const t = useMessages()
  if (query.data !== undefined) return children(query.data)
  if (!query.isError)
    return (
      <Center py={80}>
        <Loader aria-label={t.loading} />
      </Center>
    )
  const isMissing = query.error instanceof Refusal && query.error.status === 404
  return (
    <Center py={80}>
      <Stack align="center" gap="sm" role="alert">
        <Text c="var(--text-soft)">{readRefusalWords(query.error, t)}</Text>
        {!isMissing && (
          <Button variant="default" size="xs" onClick={() => void query.refetch()}>
            {t.retry}
          </Button>
        )}
      </Stack>
    </Center>
  )
}
