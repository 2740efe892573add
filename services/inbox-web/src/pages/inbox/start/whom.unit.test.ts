import type { Channel, ConversationSummary } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { addressIn, contactsIn, departmentFor, startable } from './whom.ts'

const channel = (id: string, startsWith?: 'phone' | 'email', active = true) =>
  ({ id, active, departmentId: 'sales', capabilities: startsWith ? { startsWith } : {} }) as Channel

test('conversations can be started on active channels that have addresses to write to', () => {
  const channels = [channel('wa', 'phone'), channel('chat'), channel('old', 'phone', false), channel('mail', 'email')]
  expect(startable(channels).map(({ id }) => id)).toEqual(['wa', 'mail'])
})

test('of what a search found, each of the channel’s contacts is listed once', () => {
  const found = [
    ['wa', 'bia'],
    ['mail', 'leo'],
    ['wa', 'bia'],
    ['wa', 'rui']
  ].map(([channelId, id]) => ({ channel: { id: channelId }, contact: { id } }) as ConversationSummary)
  expect(contactsIn(found, 'wa').map(({ id }) => id)).toEqual(['bia', 'rui'])
})

test('what is typed is an address if the channel can reach somebody by it', () => {
  expect(addressIn(' +55 (11) 98765-4321', 'phone')).toBe('+5511987654321')
  expect(addressIn('11 98765-4321', 'phone')).toBeUndefined()
  expect(addressIn(' bia@example.com ', 'email')).toBe('bia@example.com')
  expect(addressIn('bia@example.com', 'phone')).toBeUndefined()
  expect(addressIn('bia', 'email')).toBeUndefined()
})

test('a conversation is started in the channel’s department, or else in the agent’s first', () => {
  expect(departmentFor(channel('wa'), ['support', 'sales'])).toBe('sales')
  expect(departmentFor(channel('wa'), ['support', 'billing'])).toBe('support')
  expect(departmentFor(channel('wa'), [])).toBeUndefined()
})
