import { isVisible } from '@inbox/kernel'
import { z } from 'zod'
import { identifier, lenient, text } from './lenient.ts'

/** `CC.` and up to 128 letters and digits, or `CC.ENT.…` (several portfolios): no phone, whatever its digits. */
const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z\d]{1,128}$/
const PHONE = /^\d{5,20}$/

const profile = z.object({
  wa_id: lenient(identifier),
  user_id: lenient(identifier),
  profile: lenient(z.object({ name: lenient(text), username: lenient(text) }))
})
/** How a message or an echo names a person. */
interface Named {
  phone?: string | undefined
  userId?: string | undefined
}
type Profile = z.infer<typeof profile>

export const profilesIn = (value: { contacts?: unknown }): Profile[] =>
  (Array.isArray(value.contacts) ? value.contacts : []).flatMap(each => profile.safeParse(each).data ?? [])

/** The person in a notification: by business-scoped id, which outlives phone and username; else by phone. */
export function contactOf({ phone, userId }: Named, profiles: readonly Profile[]) {
  const same = (each: Profile) =>
    (phone !== undefined && each.wa_id === phone) || (userId !== undefined && each.user_id === userId)
  const known =
    profiles.find(same) ??
    (profiles.length === 1 && phone === undefined && userId === undefined ? profiles[0] : undefined)
  const ids = [userId, known?.user_id, phone, known?.wa_id].filter(id => id !== undefined)
  const bsuid = ids.find(id => BSUID.test(id))
  const waId = ids.find(id => PHONE.test(id))
  const id = bsuid ?? waId ?? ids[0]
  if (id === undefined) return undefined
  const { name, username } = known?.profile ?? {}
  return {
    id,
    name: nameOf(name, username) ?? (waId === undefined ? `WhatsApp · ${id.slice(-6)}` : undefined),
    ...(waId !== undefined && { phone: `+${waId}` }),
    ...(username !== undefined && { attributes: { username } }),
    /** Another id of the same person. */
    ...(bsuid !== undefined && waId !== undefined && { alias: waId })
  }
}
export type Contact = NonNullable<ReturnType<typeof contactOf>>

const nameOf = (name: string | undefined, username: string | undefined) =>
  name !== undefined && isVisible(name)
    ? name.slice(0, 200)
    : username === undefined
      ? undefined
      : `@${username}`.slice(0, 200)

/** The addressee of a message: Meta silently drops a business-scoped id in `to`. */
export const addresseeOf = (contactId: string): { to: string } | { recipient: string } =>
  BSUID.test(contactId) ? { recipient: contactId } : { to: contactId.replace(/^\+/, '') }
