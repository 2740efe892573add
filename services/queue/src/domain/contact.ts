import type { ChannelContact, ChannelRef, Contact, ContactChange, ContactRef } from '@inbox/contracts'
import { derivedId } from '@inbox/kernel/derived-id'

type Attribute = Contact['attributes'][string]

/** What can be known of a customer; null = an agent states that there is none. */
export interface Facts {
  name?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
  avatarUrl?: string | undefined
  attributes?: Record<string, Attribute | null> | undefined
}

/** A customer as one channel knows them, in two layers that never overwrite each other. */
export interface ContactState {
  id: string
  version: number
  channel: ChannelRef
  /** The channel's name for them: the one last used or reported. */
  externalId: string
  /** All confirmed names, once there are several; the one that their id derives from is always theirs. */
  aliases?: string[]
  /** The contact they turned out to be; everything else here is then obsolete. */
  mergedInto?: string
  /** Reported by the channel. */
  told: Facts
  /** When the message that last reported something new was sent. */
  toldAt: Date
  /** Edited by agents; takes precedence. */
  edited: Facts
  createdAt: Date
  /** Stands in for somebody who was erased: nothing is or will ever be known of them. */
  erasedAt?: Date
}

/** What a message reveals about its sender. */
export interface SenderUpdate extends Pick<ContactState, 'id' | 'channel' | 'externalId'> {
  facts: Facts
  sentAt: Date
}

const MAX_ATTRIBUTES = 100

/** Our id for the contact that a channel calls `externalId`. */
export const contactIdOf = (channelId: string, externalId: string): string => derivedId('con', channelId, externalId)

/** The contact after a message: known facts stay known, and a late message only adds what is missing. */
export function heard(known: ContactState | null, { facts, sentAt, ...who }: SenderUpdate, now: Date): ContactState {
  if (!known) return { ...who, version: 0, told: facts, toldAt: sentAt, edited: {}, createdAt: now }
  return sentAt < known.toldAt
    ? { ...known, told: over(known.told, facts) }
    : { ...known, ...who, told: over(facts, known.told), toldAt: sentAt }
}

/** The contact after an agent's edit, merged field by field. */
export const edited = (known: ContactState, change: ContactChange): ContactState => ({
  ...known,
  edited: over(change, known.edited)
})

/** Whether these names of a channel are confirmed as the contact's: anything to merge has been merged. */
export const goesBy = (
  { id, aliases = [] }: { id: string; aliases?: readonly string[] | undefined },
  channelId: string,
  names: readonly string[]
): boolean => names.every(name => aliases.includes(name) || contactIdOf(channelId, name) === id)

/** The older of two contacts, which survives a merge; everybody who compares them agrees. */
export const isOlder = (a: ContactState, b: ContactState): boolean =>
  a.createdAt.getTime() === b.createdAt.getTime() ? a.id < b.id : a.createdAt < b.createdAt

/** Merges what was known of the other contact into this one; agents' corrections of this one win. */
export function joinedWith(contact: ContactState, other: ContactState): ContactState {
  const [newer, older] = other.toldAt > contact.toldAt ? [other, contact] : [contact, other]
  return {
    ...contact,
    externalId: newer.externalId,
    told: over(newer.told, older.told),
    toldAt: newer.toldAt,
    edited: over(contact.edited, other.edited)
  }
}

/** Confirms these names as the contact's. */
export const named = (contact: ContactState, names: readonly string[]): ContactState => ({
  ...contact,
  aliases: [...new Set([...(contact.aliases ?? []), ...names])]
})

export const namesOf = ({ externalId, aliases = [] }: ContactState): string[] => [externalId, ...aliases]

/** The contact as conversations carry it. */
export function refOf(contact: ContactState): ContactRef {
  const { attributes, ...facts } = over(contact.edited, contact.told)
  const { id, externalId, aliases, erasedAt } = contact
  return {
    id,
    externalId,
    ...(aliases && { aliases }),
    ...(withoutNulls(facts) as Partial<ContactRef>),
    ...(erasedAt && { erasedAt: erasedAt.toISOString() })
  }
}

/** Whether everything that a message says about its sender is shown already. */
export const isShown = (
  { id: externalId, aliases = [], attributes, ...facts }: ChannelContact,
  channelId: string,
  shown: ContactRef
): boolean =>
  attributes === undefined &&
  externalId === shown.externalId &&
  goesBy(shown, channelId, [externalId, ...aliases]) &&
  Object.entries(facts).every(([field, value]) => value === undefined || shown[field as keyof ContactRef] === value)

export const attributesOf = ({ edited: edits, told }: ContactState): Contact['attributes'] =>
  withoutNulls(over(edits, told).attributes ?? {}) as Contact['attributes']

/** Puts one layer over another; if there are too many attributes, those known longest stay. */
function over(upper: Facts, lower: Facts): Facts {
  const attributes = Object.entries({ ...lower.attributes, ...upper.attributes }).slice(0, MAX_ATTRIBUTES)
  return { ...lower, ...upper, ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }) }
}

const withoutNulls = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined))
