import type { ChannelRef, Contact, ContactChange, ContactRef } from '@inbox/contracts'
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
  externalId: string
  /** By the channel. */
  told: Facts
  /** When the message was sent that last told something new. */
  toldAt: Date
  /** By agents: this is what counts. */
  edited: Facts
  createdAt: Date
}

/** What a message tells of its sender. */
export interface News extends Pick<ContactState, 'id' | 'channel' | 'externalId'> {
  facts: Facts
  sentAt: Date
}

const MOST_ATTRIBUTES = 100

/** Our id of whom a channel calls `externalId`. */
export const contactIdOf = (channelId: string, externalId: string): string => derivedId('con', channelId, externalId)

/** The contact after a message: what is known stays known, and a message that comes late only adds what is missing. */
export function heard(known: ContactState | null, { facts, sentAt, ...who }: News, now: Date): ContactState {
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

/** As conversations carry it. */
export function refOf(contact: ContactState): ContactRef {
  const { attributes, ...facts } = over(contact.edited, contact.told)
  return { id: contact.id, externalId: contact.externalId, ...(withoutNulls(facts) as Partial<ContactRef>) }
}

/** Whether a message that tells these facts tells nothing that is not shown already. */
export const isShown = ({ attributes, ...facts }: Facts, shown: ContactRef): boolean =>
  attributes === undefined &&
  Object.entries(facts).every(([field, value]) => value === undefined || shown[field as keyof ContactRef] === value)

export const attributesOf = ({ edited: edits, told }: ContactState): Contact['attributes'] =>
  withoutNulls(over(edits, told).attributes ?? {}) as Contact['attributes']

/** One layer over another; of the attributes the ones known longest stay when there are too many. */
function over(upper: Facts, lower: Facts): Facts {
  const attributes = Object.entries({ ...lower.attributes, ...upper.attributes }).slice(0, MOST_ATTRIBUTES)
  return { ...lower, ...upper, ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }) }
}

const withoutNulls = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined))
