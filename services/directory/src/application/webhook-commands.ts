import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import type { WebhookDisabling, WebhookFields } from '@inbox/contracts'
import { type Clock, Malformed, ok, type Rejection, type Result } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { addKey } from '../domain/api-keys.ts'
import {
  deletedWebhook,
  disabledWebhook,
  namedWebhook,
  rewrittenWebhook,
  type WebhookDocument,
  type WebhookSecret
} from '../domain/webhook.ts'
import type { Stores } from '../store/open-stores.ts'
import type { Change, Content } from '../store/register.ts'
import { NO_WEBHOOK } from '../store/webhooks.ts'
import type { Sealer } from './sealer.ts'

export const WEBHOOK_SECRET = 'webhook.secret'
const SECRET_BYTES = 32

interface Dependencies extends Pick<Stores, 'webhooks'> {
  sealer: Sealer
  clock: Clock
  /** Whether an address may be called. */
  mayReach: (address: string) => boolean
}

/** What administrators can do with webhooks, and channel-adapters with those whose receiver accepts nothing. */
export function createWebhookCommands({ webhooks, sealer, clock, mayReach }: Dependencies) {
  const newSecret = (): { secret: string; kept: WebhookSecret } => {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
    return { secret, kept: { id: newId(), sealed: sealer.seal(secret, WEBHOOK_SECRET) } }
  }
  const change = (
    id: string,
    by: Change,
    decide: (current: WebhookDocument) => Result<Content<WebhookDocument>, Rejection>
  ) => webhooks.replace(id, by, current => (current.deletedAt === undefined ? decide(current) : NO_WEBHOOK))

  return {
    async create(fields: WebhookFields, by: Change) {
      refuseObviousUrl(fields.url, mayReach)
      const { secret, kept } = newSecret()
      const added = await webhooks.add({ fields: namedWebhook(fields), secrets: [kept] }, by)
      return added.ok ? ok({ document: added.value, secret }) : added
    },
    async replace(id: string, fields: WebhookFields, by: Change) {
      refuseObviousUrl(fields.url, mayReach)
      return change(id, by, current => ok(rewrittenWebhook(current, fields)))
    },
    remove: (id: string, by: Change) => change(id, by, current => ok(deletedWebhook(current, clock.now()))),
    async rotateSecret(id: string, overlapSeconds: number, by: Change) {
      const { secret, kept } = newSecret()
      const now = clock.now()
      const formerSecretUntil = new Date(now.getTime() + overlapSeconds * 1000).toISOString()
      const changed = await change(id, by, ({ fields, secrets }) =>
        ok({ fields, secrets: addKey(secrets, kept, now, overlapSeconds) })
      )
      return changed.ok ? ok({ secret, formerSecretUntil }) : changed
    },
    disable: (id: string, { url, ...why }: WebhookDisabling & { url?: string | undefined }, by: Change) =>
      change(id, by, current => ok(disabledWebhook(current, { ...why, at: clock.now().toISOString() }, url)))
  }
}

/** Refuses at once what the URL itself gives away; what host names resolve to is checked at each call. */
function refuseObviousUrl(url: string, mayReach: (address: string) => boolean): void {
  const { hostname, username, password } = new URL(url)
  const refuse = (message: string) => {
    throw new Malformed('This address cannot be called', [{ path: 'body.url', message }])
  }
  if (username || password) refuse('must not contain a user name or password')
  const host = hostname.replace(/^\[|\]$/g, '')
  const address = /^(.+\.)?localhost\.?$/.test(host) ? '127.0.0.1' : host
  if (isIP(address) !== 0 && !mayReach(address))
    refuse('leads neither to a public address nor to OUTBOUND_ALLOWED_NETWORKS')
}
