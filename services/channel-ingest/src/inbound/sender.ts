import {
  attributeName,
  attributeValue,
  type ChannelContact,
  channelContact,
  id as contactName,
  type InboundMessage,
  MAX_ALIASES,
  MAX_ATTRIBUTES
} from '@inbox/contracts'
import type { PathIssue } from '@inbox/kernel'
import type { z } from 'zod'
import { withoutMissing } from '../domain/normalise.ts'

interface Sender {
  contact: ChannelContact
  /** What was left out. */
  warnings: PathIssue[]
}

/** Keeps what is usable of an adapter's data about a sender: no message is refused because of the rest. */
export function senderOf({ id, aliases, attributes, ...told }: InboundMessage['contact']): Sender {
  const warnings: PathIssue[] = []
  const leaveOut = (path: string, why: string) => {
    warnings.push({ path: `body.contact.${path}`, message: `left out: ${why}` })
    return undefined
  }
  const kept = <Schema extends z.ZodType>(schema: Schema, value: unknown, path: string) => {
    // many send null for "none"
    if (value === undefined || value === null) return undefined
    const parsed = schema.safeParse(value)
    return parsed.success ? parsed.data : leaveOut(path, parsed.error.issues[0]!.message)
  }
  const keptAttributes = () => {
    if (attributes === undefined || attributes === null) return undefined
    if (typeof attributes !== 'object' || Array.isArray(attributes)) return leaveOut('attributes', 'must be an object')
    const all = Object.entries(attributes)
    if (all.length > MAX_ATTRIBUTES) leaveOut('attributes', `all after the first ${MAX_ATTRIBUTES}`)
    const some = all.slice(0, MAX_ATTRIBUTES).map(([name, value]) => {
      const path = `attributes.${name.slice(0, 60)}`
      return [kept(attributeName, name, path), kept(attributeValue, value, path)] as const
    })
    return Object.fromEntries(some.filter(([name, value]) => name !== undefined && value !== undefined))
  }
  const keptAliases = () => {
    if (aliases === undefined || aliases === null) return undefined
    if (!Array.isArray(aliases)) return leaveOut('aliases', 'must be a list')
    if (aliases.length > MAX_ALIASES) leaveOut('aliases', `all after the first ${MAX_ALIASES}`)
    const some = aliases.slice(0, MAX_ALIASES).map((alias, n) => kept(contactName, alias, `aliases.${n}`))
    const others = new Set(some.filter(alias => alias !== undefined && alias !== id))
    return others.size > 0 ? ([...others] as string[]) : undefined
  }
  const { name, email, phone, avatarUrl } = channelContact.shape
  const facts = {
    aliases: keptAliases(),
    name: kept(name, told.name, 'name'),
    email: kept(email, told.email, 'email'),
    phone: kept(phone, told.phone, 'phone'),
    avatarUrl: kept(avatarUrl, told.avatarUrl, 'avatarUrl'),
    attributes: keptAttributes()
  }
  return { contact: { id, ...withoutMissing(facts) }, warnings }
}

/** The author of an echo, if their name is usable. */
export function authorOf(told: unknown): { author?: string; warnings: PathIssue[] } {
  if (told === undefined || told === null) return { warnings: [] }
  const parsed = channelContact.shape.name.safeParse(told)
  if (parsed.success && parsed.data !== undefined) return { author: parsed.data, warnings: [] }
  const why = parsed.error?.issues[0]?.message ?? 'must be a name'
  return { warnings: [{ path: 'body.author', message: `left out: ${why}` }] }
}
