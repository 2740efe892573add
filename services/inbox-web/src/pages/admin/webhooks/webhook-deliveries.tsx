import {
  listWebhookDeliveries,
  resendWebhookDelivery,
  type Webhook,
  type WebhookDelivery,
  type WebhookDeliveryState
} from '@inbox/contracts'
import { Badge, Button, Code, Group, SegmentedControl, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconRefresh } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { Refusal } from '../../../api/refusal.ts'
import { Section } from '../../../forms/editor.tsx'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { PagedList } from '../../../forms/paged-list.tsx'
import { refusalWords } from '../../../forms/refusal-words.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useMessages } from './messages.ts'
import classes from './webhook-deliveries.module.css'

const PAGE = 20
const EVERY_MS = 15_000
const shown = ['all', 'waiting', 'failed', 'delivered'] as const
const colors = { waiting: 'yellow', failed: 'red', delivered: 'green' } as const
const keyOf = (id: string) => ['webhooks', 'deliveries', id]

/** What was posted to a webhook, its responses, and a way to post again. */
export function WebhookDeliveries({ webhook: { id } }: { webhook: Webhook }) {
  const t = useMessages()
  const [state, setState] = useState<(typeof shown)[number]>('all')
  const list = useInfiniteQuery({
    queryKey: [...keyOf(id), state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      call(listWebhookDeliveries, {
        params: { id },
        query: { limit: PAGE, cursor, ...(state !== 'all' && { state: state as WebhookDeliveryState }) }
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: 0,
    refetchInterval: EVERY_MS
  })
  return (
    <Section title={t.deliveries} hint={t.deliveriesHint}>
      <SegmentedControl
        w="fit-content"
        size="xs"
        aria-label={t.deliveries}
        data={shown.map(value => ({ value, label: t.shown[value] }))}
        value={state}
        onChange={setState}
      />
      <PagedList name={t.deliveries} list={list} none={t.none} more={t.more}>
        {delivery => <Entry key={delivery.id} webhookId={id} delivery={delivery} />}
      </PagedList>
    </Section>
  )
}

function Entry({ webhookId, delivery }: { webhookId: string; delivery: WebhookDelivery }) {
  const t = useMessages()
  const format = useFormat()
  const { id, state, createdAt, attempts, nextAttemptAt, error, answer, payload } = delivery
  const type = t.event[payload.type as keyof typeof t.event] ?? payload.type
  const again = useResend(webhookId, id)
  const label = state === 'waiting' ? t.tryNow : t.again
  return (
    <li className={classes.delivery}>
      <Group justify="space-between" align="start" gap="sm" wrap="nowrap">
        <Group gap="sm">
          <Badge variant="dot" color={colors[state]} tt="none" fw={500}>
            {t.deliveryState[state]}
          </Badge>
          <Text fz="sm" fw={600}>
            {type}
          </Text>
          <Text fz="xs" c="var(--text-soft)">
            {format.dateTime(createdAt)} · {t.attempts(attempts)}
            {nextAttemptAt && ` · ${t.next(format.dateTime(nextAttemptAt))}`}
          </Text>
        </Group>
        <Button
          variant="default"
          size="compact-sm"
          flex="none"
          leftSection={<IconRefresh size={14} />}
          aria-label={`${label}: ${type}, ${format.dateTime(createdAt)}`}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          {label}
        </Button>
      </Group>
      {error && (
        <Text fz="sm" c="var(--danger)">
          <bdi>{error}</bdi>
        </Text>
      )}
      <details>
        <Text component="summary" fz="sm">
          {t.details}
        </Text>
        <Text fz="xs" mt={6}>
          {t.payload}
        </Text>
        {/* it scrolls, so the keyboard must reach it */}
        <Code block tabIndex={0} className={classes.json}>
          {JSON.stringify(payload, null, 2)}
        </Code>
        {answer && (
          <>
            <Text fz="xs" mt={6}>
              {t.answer(answer.status)} · {format.dateTime(answer.at)}
            </Text>
            {answer.text && (
              <Code block tabIndex={0} className={classes.json}>
                {answer.text}
              </Code>
            )}
          </>
        )}
      </details>
    </li>
  )
}

function useResend(id: string, deliveryId: string) {
  const t = useMessages()
  const words = useFormWords()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => call(resendWebhookDelivery, { params: { id, deliveryId } }),
    onSuccess: () => {
      notifications.show({ color: 'pine', message: t.sentAgain })
      return queries.invalidateQueries({ queryKey: keyOf(id) })
    },
    onError: error => {
      const isInactive = error instanceof Refusal && error.code === 'webhook-inactive'
      notifications.show({ color: 'red', message: isInactive ? t.inactiveRefusal : refusalWords(error, words) })
    }
  })
}
