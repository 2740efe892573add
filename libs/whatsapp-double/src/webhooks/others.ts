import { errorInWebhook, type GraphError } from '../errors.ts'
import { type BusinessIdentity, type Change, change, seconds } from './envelope.ts'
import { contactOf, type Person, senderOf } from './identity.ts'
import type { Content } from './messages.ts'

/**
 * What a colleague sends from the Business app; `content` may also be an edit or a revocation of it.
 * [Meta: webhooks/reference/smb_message_echoes, 21 May 2026]
 */
export const echoChange = (
  business: BusinessIdentity,
  person: Person,
  { id, at, content }: { id: string; at: number; content: Content }
): Change =>
  change(business, 'smb_message_echoes', {
    message_echoes: [
      {
        from: business.displayPhoneNumber,
        ...(person.waId && { to: person.waId }),
        to_user_id: person.userId,
        id,
        timestamp: seconds(at),
        ...content
      }
    ]
  })

export interface Call {
  id: string
  at: number
  event: 'connect' | 'terminate'
  /** For terminate: COMPLETED with a duration in seconds; otherwise nobody answered. */
  status?: 'COMPLETED' | 'FAILED'
  duration?: number
}

/** A call by a user. [Meta: calling/user-initiated-calls, 24 Jun 2026] */
export const callChange = (business: BusinessIdentity, person: Person, { id, at, event, ...end }: Call): Change =>
  change(business, 'calls', {
    contacts: [contactOf(person)],
    calls: [
      {
        id,
        ...senderOf(person),
        to: business.displayPhoneNumber,
        event,
        timestamp: seconds(at),
        direction: 'USER_INITIATED',
        ...(event === 'connect' ? { session: { sdp_type: 'offer', sdp: 'v=0\r\n' } } : end)
      }
    ]
  })

/** Errors that belong to no message. [Meta: webhooks/reference/messages/errors] */
export const errorsChange = (business: BusinessIdentity, error: GraphError): Change =>
  change(business, 'messages', { errors: [errorInWebhook(error)] })

/** Approved, rejected, paused …: about the account, so without a number. [general knowledge, unconfirmed] */
export const templateStatusChange = (
  template: { id: string; name: string; language: string; status: string },
  reason = 'NONE'
): Change => ({
  field: 'message_template_status_update',
  value: {
    event: template.status,
    message_template_id: template.id,
    message_template_name: template.name,
    message_template_language: template.language,
    reason
  }
})
