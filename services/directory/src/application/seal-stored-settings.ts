import { secretSettings } from '@inbox/contracts'
import type { Logger } from '@inbox/telemetry'
import type { ChannelDocument } from '../domain/channel.ts'
import { sealSecrets } from '../domain/secret-settings.ts'
import type { WebhookDocument } from '../domain/webhook.ts'
import type { Stores } from '../store/open-stores.ts'
import type { Sealer } from './sealer.ts'
import { WEBHOOK_SECRET } from './webhook-commands.ts'

/** Seals with the current key what former versions stored in the clear and what was sealed with another key. */
export async function sealStoredSettings(
  { channels, webhooks }: Pick<Stores, 'channels' | 'webhooks'>,
  sealer: Sealer,
  logger: Logger
): Promise<void> {
  const rewritten = await channels.rewrite(document => sealedAnew(document, sealer))
  if (rewritten > 0) logger.info({ channels: rewritten }, 'resealed channel secrets with the current key')
  const resealed = await webhooks.rewrite(document => secretsSealedAnew(document, sealer))
  if (resealed > 0) logger.info({ webhooks: resealed }, 'resealed webhook secrets with the current key')
}

function secretsSealedAnew(document: WebhookDocument, { isCurrent, seal, open }: Sealer): WebhookDocument | undefined {
  if (document.secrets.every(({ sealed }) => isCurrent(sealed))) return undefined
  const again = (sealed: string) => seal(open(sealed, WEBHOOK_SECRET), WEBHOOK_SECRET)
  return { ...document, secrets: document.secrets.map(each => ({ ...each, sealed: again(each.sealed) })) }
}

function sealedAnew(document: ChannelDocument, sealer: Sealer): ChannelDocument | undefined {
  const { fields, sealed = {} } = document
  const secrets = secretSettings[fields.kind]
  const isClear = secrets.some(name => typeof fields.settings[name] === 'string')
  const older = Object.entries(sealed).filter(([, value]) => !sealer.isCurrent(value))
  if (!isClear && older.length === 0) return undefined
  const again = Object.fromEntries(older.map(([name, value]) => [name, sealer.seal(sealer.open(value, name), name)]))
  const { settings, sealed: added } = sealSecrets(fields.settings, secrets, {}, sealer.seal)
  return { ...document, fields: { ...fields, settings }, sealed: { ...sealed, ...again, ...added } }
}
