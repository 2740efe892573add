import { z } from 'zod'
import { attributeName, attributes, attributeValue, MAX_ATTRIBUTES } from '../content.ts'
import { channelRef } from '../directory/channel.ts'
import { email, instant, name, phone, version } from '../primitives.ts'
import { contactRef } from './conversation.ts'

/** A customer as one channel knows them, with agents' corrections. */
export const contact = contactRef.extend({
  version,
  channel: channelRef,
  attributes,
  createdAt: instant
})
export type Contact = z.infer<typeof contact>

/** What agents may correct, field by field: null removes a value, omitted fields stay. */
export const contactChange = z.strictObject({
  name: name.nullable().optional(),
  email: email.nullable().optional(),
  phone: phone.nullable().optional(),
  attributes: z
    .record(attributeName, attributeValue.nullable())
    .refine(value => Object.keys(value).length <= MAX_ATTRIBUTES, `must have at most ${MAX_ATTRIBUTES} entries`)
    .optional()
})
export type ContactChange = z.infer<typeof contactChange>
