import { webhookChanged } from '@inbox/contracts'
import { reject } from '@inbox/kernel'
import type { Aggregate } from '@inbox/storage'
import { auditedWebhook, changedWebhookOf, type WebhookDocument } from '../domain/webhook.ts'
import type { PageQuery } from './page-cursor.ts'
import { openRegister, type RegisterDependencies } from './register.ts'
import { rewriteEach } from './rewrite-each.ts'

export const NO_WEBHOOK = reject('not-found', 'No such webhook')

/** Deleted webhooks stay, without their secrets: the posting service learns of it, and the audit can name them. */
export async function openWebhooks(dependencies: RegisterDependencies) {
  const {
    findOne: _,
    unknownOf: __,
    find,
    get,
    page,
    ...register
  } = await openRegister({
    ...dependencies,
    name: 'webhooks',
    noun: 'webhook',
    event: webhookChanged,
    describe: (document: WebhookDocument) => ({ webhook: changedWebhookOf(document) }),
    audited: { kind: 'webhook', view: auditedWebhook }
  })
  const collection = dependencies.mongo.collection<WebhookDocument & Aggregate>('webhooks')
  return {
    ...register,
    async get(id: string) {
      const found = await get(id)
      return found.ok && found.value.deletedAt !== undefined ? NO_WEBHOOK : found
    },
    page: (query: PageQuery) => page(query, { deletedAt: { $exists: false } }),
    rewrite: async (rewritten: (document: WebhookDocument) => WebhookDocument | undefined) =>
      rewriteEach(collection, await find({}), rewritten, ({ secrets }) => ({ secrets }))
  }
}
