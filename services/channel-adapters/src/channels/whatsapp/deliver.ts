import type { Outcome } from '@inbox/delivery'
import { Unreached } from '@inbox/http'
import { z } from 'zod'
import { type DeliveryRequest, deliveryIdOf } from '../../domain/delivery.ts'
import type { ChannelContext, Deliver } from '../channel.ts'
import { addresseeOf } from './contact.ts'
import { outcomeOfError } from './errors.ts'
import { identifier, lenient } from './lenient.ts'
import { messageBody } from './message-body.ts'
import { Pace } from './pace.ts'
import { apiOf } from './settings.ts'
import type { createUpload } from './upload.ts'

interface Dependencies extends Pick<ChannelContext, 'client' | 'clock' | 'logger'> {
  ingest: Pick<ChannelContext['ingest'], 'identity'>
  upload: ReturnType<typeof createUpload>
}

const receipt = z.object({
  messages: z.array(z.object({ id: identifier })).min(1),
  contacts: lenient(z.array(z.object({ wa_id: lenient(identifier) })))
})

/** Makes one call to the Cloud API, as soon as WhatsApp's rate limits have room for it. */
export function createDeliver({ client, clock, ingest, logger, upload }: Dependencies): Deliver {
  const pace = new Pace()
  /** WhatsApp alters some numbers (Brazil: no ninth digit): the owner will answer under the altered one. */
  const tellName = async ({ channel, contact }: DeliveryRequest, waId: string | undefined) => {
    const isOther = waId !== undefined && /^\d+$/.test(contact.externalId) && waId !== contact.externalId
    if (!isOther || contact.aliases?.includes(waId)) return
    await ingest
      .identity(channel.id, { contactId: contact.externalId, newId: waId })
      .catch(err => logger.warn({ err, channelId: channel.id }, "could not pass on WhatsApp's id for a contact"))
  }
  return async (delivery, settings, signal): Promise<Outcome> => {
    const api = apiOf(settings)
    if (!api) return { kind: 'disconnected', error: 'The channel has no phone number or no access token' }
    const { contact, content } = delivery
    // until Meta is called for the message itself, nothing of it has left
    const file = await upload(api, content, signal).catch(
      (error: Error): Outcome => ({ kind: 'retry', error: `the file could not be uploaded: ${error.message}` })
    )
    if ('kind' in file) return file
    const said = messageBody(delivery, file.metaId)
    if (!said) return { kind: 'refused', error: `WhatsApp does not support messages of type ${content.type}` }
    const wait = pace.take(api.phoneNumberId, contact.externalId, clock.now().getTime())
    if (wait > 0) return { kind: 'later', error: 'WhatsApp accepts no more messages at the moment', afterMs: wait }
    const body = JSON.stringify({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...addresseeOf(contact.externalId),
      ...said,
      biz_opaque_callback_data: deliveryIdOf(delivery)
    })
    const answer = await client
      .post({
        url: `${api.base}/${api.phoneNumberId}/messages`,
        headers: { authorization: `Bearer ${api.accessToken}`, 'content-type': 'application/json' },
        body,
        signal
      })
      .catch(unlessUnreached)
    if ('kind' in answer) return answer
    if (answer.status < 200 || answer.status >= 300) return outcomeOfError(answer)
    const taken = receiptIn(answer.text)
    await tellName(delivery, taken?.contacts?.[0]?.wa_id)
    return { kind: 'sent', receipt: taken?.messages[0]?.id }
  }
}

/** A call that never reached Meta is retried; for anything else the outcome is unknown, so it throws. */
function unlessUnreached(error: unknown): Outcome {
  if (error instanceof Unreached) return { kind: 'retry', error: `WhatsApp cannot be reached: ${error.message}` }
  throw error
}

function receiptIn(text: string): z.infer<typeof receipt> | undefined {
  try {
    return receipt.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
