import type { Webhook, WebhookAccount, WebhookDisabling, WebhookFields } from '@inbox/contracts'
import { isValidAt } from './api-keys.ts'
import { Hidden } from './changes.ts'
import type { Listed, Named } from './listed.ts'

/** Instants are ISO 8601. */
export interface WebhookSecret {
  id: string
  /** Encrypted. */
  sealed: string
  expiresAt?: string
}

export interface WebhookDocument extends Listed<WebhookFields & Named> {
  /** The newest last. */
  secrets: WebhookSecret[]
  disabled?: (WebhookDisabling & { at: string }) | undefined
  deletedAt?: string
}

/** Lists and the audit name it by its description or else its origin: the rest of a URL may be secret. */
export const namedWebhook = (fields: WebhookFields): WebhookDocument['fields'] => ({
  ...fields,
  name: fields.description ?? new URL(fields.url).origin
})

/** A webhook as administrators see it at `now`. */
export function webhookOf({ _id, version, fields, secrets, disabled }: WebhookDocument, now: Date): Webhook {
  const { name: _, ...shown } = fields
  const until = secrets.findLast(each => each.expiresAt !== undefined && isValidAt(each, now))?.expiresAt
  return {
    ...shown,
    id: _id,
    version,
    ...(disabled && { disabled }),
    ...(until !== undefined && { formerSecretUntil: until })
  }
}

/** Everything needed to post to a webhook, for the one service that does. */
export const webhookAccountOf = (
  { _id, version, fields: { active, url, events }, secrets, deletedAt }: WebhookDocument,
  open: (sealed: string) => string
): WebhookAccount => ({
  id: _id,
  version,
  active,
  ...(deletedAt !== undefined && { deleted: true }),
  url,
  events,
  secrets: secrets
    .toReversed()
    .map(({ sealed, expiresAt }) => ({ secret: open(sealed), ...(expiresAt && { expiresAt }) }))
})

/** What other services are told about a webhook. */
export const changedWebhookOf = ({ _id, version, fields: { active }, deletedAt }: WebhookDocument) => ({
  id: _id,
  version,
  active,
  ...(deletedAt !== undefined && { deleted: true })
})

/** What audits may show of a webhook. */
export const auditedWebhook = ({ fields, secrets, disabled, deletedAt }: WebhookDocument) => ({
  ...fields,
  url: new Hidden(fields.url),
  secrets: Object.fromEntries(secrets.map(({ id, expiresAt }) => [id, { id, expiresAt }])),
  disabled: disabled?.reason,
  deletedAt
})

/** What a change replaces in a webhook; the rest stays. */
type Changed = Pick<WebhookDocument, 'fields' | 'secrets' | 'disabled' | 'deletedAt'>

/** The webhook as an administrator rewrites it; activating it clears the reason why it was disabled. */
export const rewrittenWebhook = ({ secrets, disabled }: WebhookDocument, fields: WebhookFields): Changed => ({
  fields: namedWebhook(fields),
  secrets,
  ...(disabled && fields.active && { disabled: undefined })
})

/** The webhook once `url` no longer accepts anything; unchanged if it is already inactive or now leads elsewhere. */
export const disabledWebhook = (
  { fields, secrets, disabled }: WebhookDocument,
  why: WebhookDisabling & { at: string },
  url = fields.url
): Changed =>
  fields.active && fields.url === url
    ? { fields: { ...fields, active: false }, secrets, disabled: why }
    : { fields, secrets, ...(disabled && { disabled }) }

/** The deleted webhook: without its secrets and no longer listed. */
export const deletedWebhook = ({ fields, disabled }: WebhookDocument, at: Date): Changed => ({
  fields: { ...fields, active: false },
  secrets: [],
  deletedAt: at.toISOString(),
  ...(disabled && { disabled: undefined })
})
