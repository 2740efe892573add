import type { ChannelContact, ChannelRef, Contact, ContactChange, ContactRef } from '@inbox/contracts'
import { derivedId } from '@inbox/kernel/derived-id'

type Attribute = Contact['attributes'][string]

/** What can be known of a customer; null = an agent says that there is none. */
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
  /** What the channel calls them: the name that was last written under, or told. */
  externalId: string
  /** All names that are theirs for good, once they have several; the one that their id comes from always is. */
  aliases?: string[]
  /** Whom they turned out to be: nothing else of them counts. */
  mergedInto?: string
  /** By the channel. */
  told: Facts
  /** When the message was sent that last told something new. */
  toldAt: Date
  /** By agents: this is what counts. */
  edited: Facts
  createdAt: Date
  /** In place of somebody who was erased: nothing is known of them, nor ever will be. */
  erasedAt?: Date
}

/** What a message tells of its sender. */
export interface SenderUpdate extends Pick<ContactState, 'id' | 'channel' | 'externalId'> {
  facts: Facts
  sentAt: Date
}

const MAX_ATTRIBUTES = 100

/** Our id of whom a channel calls `externalId`. */
export const contactIdOf = (channelId: string, externalId: string): string => derivedId('con', channelId, externalId)

/** The contact after a message: what is known stays known, and a message that comes late only adds what is missing. */
export function heard(known: ContactState | null, { facts, sentAt, ...who }: SenderUpdate, now: Date): ContactState {
  if (!known) return { ...who, version: 0, told: facts, toldAt: sentAt, edited: {}, createdAt: now }
  return sentAt < known.toldAt
    ? { ...known, told: over(known.told, facts) }
    : { ...known, ...who, told: over(facts, known.told), toldAt: sentAt }
}

/** The contact after an agent's edit, field by field. */
export const edited = (known: ContactState, change: ContactChange): ContactState => ({
  ...known,
  edited: over(change, known.edited)
})

/** Whether a channel's contact is known by these names for good: what there was to merge is merged. */
export const goesBy = (
  { id, aliases = [] }: { id: string; aliases?: readonly string[] | undefined },
  channelId: string,
  names: readonly string[]
): boolean => names.every(name => aliases.includes(name) || contactIdOf(channelId, name) === id)

/** The older of two, who stays when they turn out to be one: the same for everybody who compares them. */
export const isOlder = (a: ContactState, b: ContactState): boolean =>
  a.createdAt.getTime() === b.createdAt.getTime() ? a.id < b.id : a.createdAt < b.createdAt

/** A contact with all that was known of one who turned out to be them; what agents corrected of the contact itself wins. */
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

/** A contact whose names these are for good. */
export const named = (contact: ContactState, names: readonly string[]): ContactState => ({
  ...contact,
  aliases: [...new Set([...(contact.aliases ?? []), ...names])]
})

export const namesOf = ({ externalId, aliases = [] }: ContactState): string[] => [externalId, ...aliases]

/** As conversations carry it. */
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

/** Whether a message of whom its channel calls so tells nothing that is not shown already. */
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

/** One layer over another; of the attributes the ones known longest stay when there are too many. */
function over(upper: Facts, lower: Facts): Facts {
  const attributes = Object.entries({ ...lower.attributes, ...upper.attributes }).slice(0, MAX_ATTRIBUTES)
  return { ...lower, ...upper, ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }) }
}

const withoutNulls = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined))
