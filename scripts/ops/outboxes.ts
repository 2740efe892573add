import type { DatabaseName } from './databases.ts'

/** Every collection whose documents have an outbox. */
export const OUTBOXES: readonly { database: DatabaseName; collection: string }[] = (
  [
    ['queue', ['conversations', 'erasures', 'messages', 'notes']],
    ['directory', ['agents', 'cannedReplies', 'channels', 'departments', 'serviceAccounts', 'signIns', 'webhooks']],
    ['session_expiry', ['windows']],
    ['channel_adapters', ['deliveries', 'webhook_deliveries']],
    ['media', ['copies']]
  ] as const
).flatMap(([database, collections]) => collections.map(collection => ({ database, collection })))
