import type { Pricing } from '../checks/window.ts'
import { errorInWebhook, type GraphError } from '../errors.ts'
import { type BusinessIdentity, type Change, change, seconds } from './envelope.ts'
import { contactOf, type Person, recipientOf } from './identity.ts'

export type Status = 'sent' | 'delivered' | 'read' | 'played' | 'failed'

export interface StatusReport {
  messageId: string
  status: Status
  /** Milliseconds. */
  at: number
  pricing?: Pricing | undefined
  /** biz_opaque_callback_data, as given. */
  opaque?: string | undefined
  error?: GraphError | undefined
}

/** A recipient who was not found has only the address that was given. */
export type Recipient = Person | { input: string }

const isPerson = (recipient: Recipient): recipient is Person => 'userId' in recipient

/**
 * An element of `statuses[]`. `conversation` and `pricing` come with sent and delivered, hardly ever with read; the
 * username only with delivered and read. [Meta: webhooks/reference/messages/status, 21 May 2026;
 * business-scoped-user-ids]
 */
export function statusEntry(recipient: Recipient, { messageId, status, at, ...more }: StatusReport) {
  const { pricing, opaque, error } = more
  const isPriced = pricing && (status === 'sent' || status === 'delivered')
  return {
    id: messageId,
    status,
    timestamp: seconds(at),
    ...(isPerson(recipient) ? recipientOf(recipient) : { recipient_id: recipient.input }),
    ...(isPriced && {
      conversation: { id: `${messageId.slice(-16)}`, origin: { type: pricing.category } },
      pricing
    }),
    ...(opaque !== undefined && { biz_opaque_callback_data: opaque }),
    ...(error && { errors: [errorInWebhook(error)] })
  }
}

/** In `failed` the contact may be missing. [types of whatsapp-api-js: ServerContacts] */
export function statusesChange(
  business: BusinessIdentity,
  recipient: Recipient,
  reports: readonly StatusReport[]
): Change {
  const failed = reports.some(({ status }) => status === 'failed')
  const shown = reports.some(({ status }) => status === 'delivered' || status === 'read')
  const contacts =
    isPerson(recipient) && !failed ? [contactOf(shown ? recipient : { ...recipient, username: undefined })] : []
  return change(business, 'messages', {
    ...(contacts.length > 0 && { contacts }),
    statuses: reports.map(report => statusEntry(recipient, report))
  })
}
