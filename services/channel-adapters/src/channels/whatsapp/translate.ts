import { z } from 'zod'
import { accountChanges } from './account-changes.ts'
import type { ChannelEvent, Translated } from './channel-event.ts'
import { type Contact, contactOf, profilesIn } from './contact.ts'
import { wordsOf } from './errors.ts'
import { anything, fields, identifier, lenient, list, seconds, text, visible } from './lenient.ts'
import { notShown, saidBy } from './received-content.ts'
import { templateChanges } from './template-changes.ts'

type Fields = z.infer<typeof fields>
/** What one element contains; a text says why it could not be read. */
type Read = ChannelEvent[] | string
type Profiles = ReturnType<typeof profilesIn>

const entry = z.object({ changes: anything })
const change = z.object({ field: text, value: fields })
const metadata = z.object({ phone_number_id: lenient(identifier) })

/**
 * What a notification from Meta contains; `now` stands in for missing times. Every entry, change, message and status is
 * treated separately: one that cannot be read becomes a problem and does not affect the others.
 */
export function translate(notification: unknown, now: Date): Translated[] {
  const whole = fields.safeParse(notification).data
  const entries = list(whole?.entry)
  if (entries.length === 0) return [broken('the notification has no entries')]
  return entries.flatMap((each, at) => {
    const changes = list(entry.safeParse(each).data?.changes)
    if (changes.length === 0) return [broken(`entry ${at} has no changes`)]
    return changes.map(found => {
      const { success, data } = change.safeParse(found)
      return success ? translateChange(data, now) : broken(`a change of entry ${at} has no field or no value`)
    })
  })
}

const broken = (problem: string): Translated => ({ events: [], problems: [problem] })

function translateChange({ field, value }: z.infer<typeof change>, now: Date): Translated {
  const phoneNumberId = metadata.safeParse(value.metadata).data?.phone_number_id
  const profiles = profilesIn(value)
  const received = now.toISOString()
  const read: Read[] = []
  const readAll = (name: string, readOne: (each: Fields) => Read) => {
    const elements = value[name]
    if (elements === undefined) return
    if (!Array.isArray(elements)) return void read.push(`${name} is not a list`)
    for (const each of elements) {
      const { data } = fields.safeParse(each)
      read.push(data ? readOne(data) : `one of ${name} is not an object`)
    }
  }
  switch (field) {
    case 'messages':
      readAll('messages', each => readMessage(each, profiles, received))
      readAll('statuses', each => readStatus(each, received))
      break
    case 'smb_message_echoes':
      readAll('message_echoes', each => readEcho(each, profiles, received))
      break
    case 'calls':
      readAll('calls', each => readCall(each, profiles, received))
      break
    default:
      read.push(
        templateChanges(field, value) ??
          accountChanges(field, value) ??
          (QUIET.test(field) ? [] : `the field ${JSON.stringify(field)} is unknown`)
      )
  }
  return {
    phoneNumberId,
    events: read.filter(each => typeof each !== 'string').flat(),
    problems: read.filter(each => typeof each === 'string')
  }
}

/** What does not matter to an inbox. */
const QUIET =
  /^(account_|phone_number_|business_|security|user_preferences|history|smb_app_state_sync|flows|message_template_)/

const head = z.object({ id: identifier, timestamp: lenient(seconds), group_id: lenient(text) })
const sender = z.object({ from: lenient(identifier), from_user_id: lenient(identifier) })
const context = z.object({ id: lenient(identifier) })

function readMessage(message: Fields, profiles: Profiles, received: string): Read {
  const { success, data } = head.safeParse(message)
  if (!success) return 'a message has no id'
  const { id, timestamp: at = received, group_id } = data
  if (group_id !== undefined) return `message ${id} was written in a group, and groups are not supported`
  if (message.type === 'request_welcome') return []
  if (message.type === 'system') return readSystem(message, profiles, id)
  const { from, from_user_id } = sender.parse(message)
  const contact = contactOf({ phone: from, userId: from_user_id }, profiles)
  if (!contact) return `message ${id} does not say who wrote it`
  const line = contact.id
  switch (message.type) {
    case 'reaction':
      return readReaction(message, contact, at)
    case 'edit':
      return readEdit(message, line, at)
    case 'revoke':
      return readRevocation(message, line, at)
  }
  const quoted = context.safeParse(message.context).data?.id
  const { said, problem } = saidBy(message)
  const told: ChannelEvent = {
    kind: 'message',
    line,
    said,
    message: {
      messageId: id,
      contact: toldOf(contact, message.referral),
      sentAt: at,
      ...(quoted !== undefined && { replyTo: { messageId: quoted } })
    }
  }
  return problem === undefined ? [told] : [told, { kind: 'problem', line, problem: `message ${id}: ${problem}` }]
}

/** A contact in ingest's format, with the advertisement that led to us, if any. */
function toldOf({ alias, attributes, ...contact }: Contact, referral: unknown) {
  const ad = fields.safeParse(referral).data ?? {}
  const told = REFERRAL.flatMap(name => {
    const value = ad[name]
    return typeof value === 'string' && value !== '' ? [[`ad_${name}`, value.slice(0, 1000)] as const] : []
  })
  const all = { ...attributes, ...Object.fromEntries(told) }
  return {
    ...contact,
    ...(alias !== undefined && { aliases: [alias] }),
    ...(Object.keys(all).length > 0 && { attributes: all })
  }
}
const REFERRAL = ['source_id', 'source_type', 'source_url', 'headline', 'body', 'ctwa_clid'] as const

const reaction = z.object({ message_id: identifier, emoji: lenient(visible.max(40)) })
function readReaction({ reaction: given, id }: Fields, contact: Contact, at: string): Read {
  const { success, data } = reaction.safeParse(given)
  if (!success) return `reaction ${id} does not name its message`
  const { message_id: messageId, emoji } = data
  return [
    {
      kind: 'reaction',
      line: contact.id,
      reaction: { messageId, contact: { id: contact.id }, at, ...(emoji && { emoji }) }
    }
  ]
}

const edit = z.object({ original_message_id: identifier, message: fields })
function readEdit({ edit: given, id }: Fields, line: string, at: string): Read {
  const { success, data } = edit.safeParse(given)
  if (!success) return `edit ${id} does not name its message, or has no new content`
  const { said, problem } = saidBy(data.message)
  const told: ChannelEvent = { kind: 'edit', line, edit: { messageId: data.original_message_id, at }, said }
  return problem === undefined ? [told] : [told, { kind: 'problem', line, problem: `edit ${id}: ${problem}` }]
}

const revoke = z.object({ original_message_id: identifier })
function readRevocation({ revoke: given, id }: Fields, line: string, at: string): Read {
  const { success, data } = revoke.safeParse(given)
  return success
    ? [{ kind: 'revocation', line, revocation: { messageId: data.original_message_id, at } }]
    : `revocation ${id} does not name its message`
}

const system = z.object({
  type: lenient(text),
  wa_id: lenient(identifier),
  new_wa_id: lenient(identifier),
  user_id: lenient(identifier),
  previous_user_id: lenient(identifier)
})
/** A person's phone number changed, and with it their business-scoped id: their former and their new name. */
function readSystem(message: Fields, profiles: Profiles, id: string): Read {
  const { from, from_user_id } = sender.parse(message)
  const changed = system.safeParse(message.system).data
  if (!changed) return `system message ${id} does not say what changed`
  const after = contactOf({ phone: changed.wa_id ?? changed.new_wa_id, userId: changed.user_id }, [])
  const before = contactOf(
    { phone: from, userId: changed.previous_user_id ?? from_user_id },
    profiles.length > 1 ? profiles : []
  )
  if (!after || !before)
    return `system message ${id} (${changed.type ?? 'without a type'}) does not name the former and the new contact`
  return before.id === after.id ? [] : [{ kind: 'identity', line: before.id, contactId: before.id, newId: after.id }]
}

const echo = z.object({ to: lenient(identifier), to_user_id: lenient(identifier), type: lenient(text) })
/** What colleagues do in the Business app. */
function readEcho(message: Fields, profiles: Profiles, received: string): Read {
  const { success, data } = head.safeParse(message)
  if (!success) return 'an echo has no id'
  const { id, timestamp: at = received, group_id } = data
  if (group_id !== undefined) return `echo ${id} was written in a group, and groups are not supported`
  const { to, to_user_id, type } = echo.parse(message)
  const contact = contactOf({ phone: to, userId: to_user_id }, profiles)
  if (!contact) return `echo ${id} has no recipient`
  const line = contact.id
  if (type === 'edit') return readEdit(message, line, at)
  if (type === 'revoke') return readRevocation(message, line, at)
  if (type === 'reaction') return []
  const { said, problem } = saidBy(message)
  const told: ChannelEvent = {
    kind: 'echo',
    line,
    said,
    echo: { messageId: id, contact: toldOf(contact, undefined), sentAt: at }
  }
  return problem === undefined ? [told] : [told, { kind: 'problem', line, problem: `echo ${id}: ${problem}` }]
}

const call = z.object({ id: identifier, timestamp: lenient(seconds), direction: lenient(text), event: lenient(text) })
/** Nobody takes calls: each customer's call becomes one message that it was missed, whichever event comes first. */
function readCall(given: Fields, profiles: Profiles, received: string): Read {
  const { success, data } = call.safeParse(given)
  if (!success) return 'a call has no id'
  const { id, timestamp: sentAt = received, direction } = data
  if (direction === 'BUSINESS_INITIATED') return []
  const { from, from_user_id } = sender.parse(given)
  const contact = contactOf({ phone: from, userId: from_user_id }, profiles)
  if (!contact) return `call ${id} does not say who called`
  return [
    {
      kind: 'message',
      line: contact.id,
      message: { messageId: id, contact: toldOf(contact, undefined), sentAt },
      said: notShown('call')
    }
  ]
}

const word = text.max(60)
const status = z.object({
  id: identifier,
  status: z.enum(['sent', 'delivered', 'read', 'played', 'failed']),
  timestamp: lenient(seconds),
  biz_opaque_callback_data: lenient(identifier),
  errors: anything,
  pricing: lenient(z.object({ billable: z.boolean(), category: lenient(word), pricing_model: lenient(word) }))
})
function readStatus(given: Fields, received: string): Read {
  const { success, data } = status.safeParse(given)
  if (!success) {
    // calls and payments have statuses as well
    const known = typeof given.status === 'string' && typeof given.id === 'string'
    return known
      ? `the status ${JSON.stringify(given.status)} of ${given.id} is unknown`
      : 'a status has no id or no status'
  }
  const { id: wamid, timestamp: at = received, biz_opaque_callback_data: deliveryId } = data
  const error = data.status === 'failed' ? wordsOf(list(data.errors)[0]) : undefined
  return [
    {
      kind: 'status',
      line: wamid,
      status: {
        wamid,
        deliveryId,
        status: data.status,
        at,
        ...(error !== undefined && { error }),
        ...(data.pricing && { cost: costOf(data.pricing) })
      }
    }
  ]
}

const costOf = ({ billable, category, pricing_model: model }: NonNullable<z.infer<typeof status>['pricing']>) => ({
  billable,
  ...(category !== undefined && { category }),
  ...(model !== undefined && { model })
})
