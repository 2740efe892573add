import { getWebhook, listWebhookHealth, listWebhooks, type OperationAnswer } from '@inbox/contracts'
import { useQuery } from '@tanstack/react-query'
import { call } from './call.ts'
import { all, PAGE } from './directory.ts'
import { queries } from './queries.ts'

export type WebhookHealth = OperationAnswer<typeof listWebhookHealth>['items'][number]

/** Webhooks change by themselves: one that no longer accepts anything is disabled. */
const EVERY_MS = 60_000
const KEY = 'webhooks'

/** All webhooks, with the names that lists show. */
export const useWebhooks = () =>
  useQuery({
    queryKey: [KEY, 'all'],
    queryFn: () =>
      all(async cursor => {
        const { items, nextCursor } = await call(listWebhooks, { query: { limit: PAGE, cursor } })
        return { items: items.map(each => ({ ...each, name: each.description ?? each.url })), nextCursor }
      }),
    staleTime: 0,
    refetchInterval: EVERY_MS
  })

export const useWebhook = (id: string) =>
  useQuery({
    queryKey: [KEY, 'one', id],
    queryFn: () => call(getWebhook, { params: { id } }),
    ...{ staleTime: 0, gcTime: 0, refetchOnReconnect: false }
  })

/** How deliveries to webhooks fare, by id; empty until known. */
export function useWebhookHealth(): ReadonlyMap<string, WebhookHealth> {
  const { data } = useQuery({
    queryKey: [KEY, 'health'],
    queryFn: () => call(listWebhookHealth, {}),
    staleTime: 0,
    refetchInterval: EVERY_MS
  })
  return new Map(data?.items.map(each => [each.webhookId, each]))
}

/** Call after a change: refetches everything shown about webhooks. */
export const webhooksChanged = () => queries.invalidateQueries({ queryKey: [KEY] })
