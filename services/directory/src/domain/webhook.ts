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

/** Lists and the audit call it by its description, or by where it leads to: the rest of an address may be secret. */
export const namedWebhook = (fields: WebhookFields): WebhookDocument['fields'] => ({
  ...fields,
  name: fields.description ?? new URL(fields.url).origin
})

/** As administrators see it at `now`. */
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

/** All that is needed to post, for the one service that does. */
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

/** What of a webhook others are told. */
export const changedWebhookOf = ({ _id, version, fields: { active }, deletedAt }: WebhookDocument) => ({
  id: _id,
  version,
  active,
  ...(deletedAt !== undefined && { deleted: true })
})

/** What audits may show of it. */
export const auditedWebhook = ({ fields, secrets, disabled, deletedAt }: WebhookDocument) => ({
  ...fields,
  url: new Hidden(fields.url),
  secrets: Object.fromEntries(secrets.map(({ id, expiresAt }) => [id, { id, expiresAt }])),
  disabled: disabled?.reason,
  deletedAt
})

/** What a change says anew of a webhook; the rest of it stays. */
type Changed = Pick<WebhookDocument, 'fields' | 'secrets' | 'disabled' | 'deletedAt'>

/** As an administrator writes it: whoever activates it again takes back why it was not. */
export const rewrittenWebhook = ({ secrets, disabled }: WebhookDocument, fields: WebhookFields): Changed => ({
  fields: namedWebhook(fields),
  secrets,
  ...(disabled && fields.active && { disabled: undefined })
})

/** The webhook when nothing is taken at `url` any more; one that is not active already, or leads elsewhere by now, stays as it is. */
export const disabledWebhook = (
  { fields, secrets, disabled }: WebhookDocument,
  why: WebhookDisabling & { at: string },
  url = fields.url
): Changed =>
  fields.active && fields.url === url
    ? { fields: { ...fields, active: false }, secrets, disabled: why }
    : { fields, secrets, ...(disabled && { disabled }) }

/** The webhook without its secrets, which nobody lists any more. */
export const deletedWebhook = ({ fields, disabled }: WebhookDocument, at: Date): Changed => ({
  fields: { ...fields, active: false },
  secrets: [],
  deletedAt: at.toISOString(),
  ...(disabled && { disabled: undefined })
})
