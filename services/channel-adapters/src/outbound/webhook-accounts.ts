import { listWebhookAccounts, type WebhookAccount } from '@inbox/contracts'
import type { Client } from '@inbox/http'
import { createLatestVersions, type Replica, startReplica } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'

/** Webhooks' settings, including secrets, as last read from the directory; includes deleted ones. */
export interface WebhookAccounts extends Replica {
  get(webhookId: string): WebhookAccount | undefined
  all(): Iterable<WebhookAccount>
}

/** `onRead` is called after each snapshot; if it fails, the snapshot is read again. */
export function webhookAccounts(client: Client, onRead: () => Promise<void>, logger: Logger): WebhookAccounts {
  const accounts = createLatestVersions<WebhookAccount>(({ id }) => id)
  return {
    ...startReplica({
      of: 'the webhooks',
      read: () => client.call(listWebhookAccounts, {}),
      take: ({ items }) => {
        items.forEach(accounts.take)
        return onRead()
      },
      logger
    }),
    get: accounts.get,
    all: accounts.values
  }
}
