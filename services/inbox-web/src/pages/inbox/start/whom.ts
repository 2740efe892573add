import type { Channel, ContactRef, ConversationSummary } from '@inbox/contracts'
import { phoneDigits } from '@inbox/kernel'

/** The channels on which we can write first. */
export const startable = (channels: Iterable<Channel>): Channel[] =>
  [...channels].filter(({ active, capabilities }) => active && capabilities.startsWith !== undefined)

/** The contacts of a channel among search results, each once. */
export function contactsIn(found: readonly ConversationSummary[], channelId: string): ContactRef[] {
  const ofChannel = found.filter(({ channel }) => channel.id === channelId).map(({ contact }) => contact)
  return [...new Map(ofChannel.map(contact => [contact.id, contact])).values()]
}

const MAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

/** What was typed, if it is an address at which the channel reaches somebody. */
export function addressIn(typed: string, startsWith: Channel['capabilities']['startsWith']): string | undefined {
  const address = typed.trim()
  if (startsWith === 'phone') {
    const digits = phoneDigits(address)
    return digits && `+${digits}`
  }
  return startsWith === 'email' && MAIL.test(address) ? address : undefined
}

/**
 * The department in which a conversation starts unless another is chosen: the channel's, if it is one of the agent's.
 */
export const departmentFor = (channel: Channel, own: readonly string[]): string | undefined =>
  own.includes(channel.departmentId) ? channel.departmentId : own[0]
