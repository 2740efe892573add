import {
  type Channel,
  dismissSetAsideMail,
  downloadSetAsideMail,
  listSetAsideMails,
  retrySetAsideMail,
  type SetAsideMail
} from '@inbox/contracts'
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type Icon, IconDownload, IconRefresh, IconX } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { Section } from '../../../forms/editor.tsx'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { PagedList } from '../../../forms/paged-list.tsx'
import { refusalWords } from '../../../forms/refusal-words.ts'
import { useFormat } from '../../../i18n/format.ts'
import { saveFile } from '../../../ui/save-file.ts'
import { sizeOf } from '../../../ui/size-of.ts'
import classes from './set-aside-mails.module.css'
import { useMessages } from './set-aside-messages.ts'

const PAGE = 20

/** Emails that did not become messages, and what can be done about them. */
export function SetAsideMails({ channel: { id } }: { channel: Channel }) {
  const t = useMessages()
  const [automatic, setAutomatic] = useState(false)
  const list = useInfiniteQuery({
    queryKey: ['set-aside-mails', id, automatic],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      call(listSetAsideMails, {
        params: { id },
        query: { limit: PAGE, cursor, ...(automatic && { automatic: 'true' as const }) }
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: 0
  })
  return (
    <Section title={t.title} hint={t.hint}>
      <SegmentedControl
        w="fit-content"
        aria-label={t.title}
        data={[
          { value: 'faulty', label: t.faulty },
          { value: 'automatic', label: t.automatic }
        ]}
        value={automatic ? 'automatic' : 'faulty'}
        onChange={value => setAutomatic(value === 'automatic')}
      />
      <PagedList name={automatic ? t.automatic : t.faulty} list={list} none={t.none} more={t.more}>
        {mail => <Entry key={mail.id} channelId={id} mail={mail} />}
      </PagedList>
    </Section>
  )
}

function Entry({ channelId, mail }: { channelId: string; mail: SetAsideMail }) {
  const t = useMessages()
  const format = useFormat()
  const { from, subject, receivedAt, size, reason, problem, complete } = mail
  const { retry, dismiss, save } = useActs(channelId, mail.id)
  const of = subject ?? t.noSubject
  return (
    <li className={classes.mail}>
      <Stack gap={2} miw={0} flex={1}>
        <Text fz="sm" fw={600}>
          <bdi>{of}</bdi>
        </Text>
        <Text fz="sm">
          <bdi>{from ?? t.noSender}</bdi>
        </Text>
        <Text fz="xs" c="var(--text-soft)">
          {format.dateTime(receivedAt)} · {sizeOf(size)}
        </Text>
        <Text fz="sm">
          {t.reasons[reason]} <bdi className={classes.detail}>({problem})</bdi>
        </Text>
        {!complete && <Text fz="sm">{t.incomplete}</Text>}
      </Stack>
      <Group gap={6}>
        <Act icon={IconDownload} name={t.download} of={of} act={save} />
        {complete && <Act icon={IconRefresh} name={t.retry} of={of} act={retry} />}
        <Act icon={IconX} name={t.dismiss} of={of} act={dismiss} />
      </Group>
    </li>
  )
}

interface ActProps {
  icon: Icon
  name: string
  /** Names the mail for those who cannot see which one the button belongs to. */
  of: string
  act: { isPending: boolean; mutate: () => void }
}

function Act({ icon: Sign, name, of, act }: ActProps) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<Sign size={14} />}
      aria-label={`${name}: ${of}`}
      loading={act.isPending}
      onClick={() => act.mutate()}
    >
      {name}
    </Button>
  )
}

function useActs(id: string, mailId: string) {
  const t = useMessages()
  const words = useFormWords()
  const queries = useQueryClient()
  const params = { id, mailId }
  const onError = (error: Error) => notifications.show({ color: 'red', message: refusalWords(error, words) })
  const readAgain = () => queries.invalidateQueries({ queryKey: ['set-aside-mails', id] })
  return {
    save: useMutation({
      // bytes are returned as a Blob
      mutationFn: async () =>
        saveFile((await call(downloadSetAsideMail, { params })) as unknown as Blob, `${mailId}.eml`),
      onError
    }),
    retry: useMutation({
      mutationFn: () => call(retrySetAsideMail, { params }),
      onSuccess: ({ outcome }) => {
        const isTaken = outcome !== 'set-aside' && outcome !== 'automatic'
        notifications.show(isTaken ? { color: 'pine', message: t.taken } : { color: 'yellow', message: t.notTaken })
        return readAgain()
      },
      onError
    }),
    dismiss: useMutation({
      mutationFn: () => call(dismissSetAsideMail, { params }),
      onSuccess: readAgain,
      onError
    })
  }
}
