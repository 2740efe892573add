import type { conversationOffered, DataOf } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { offerPush } from './offer-push.ts'

const noon = new Date('2030-01-01T12:00:00Z')
const after = (ms: number) => new Date(noon.getTime() + ms)
const offered = (expiresAt?: Date) =>
  ({
    conversation: {
      ...{ id: 'c', contact: { id: 'k', externalId: 'SECRET', name: 'SECRET' }, lastMessage: { preview: 'SECRET' } },
      offer: { id: 'o', agentId: 'ana', kind: 'automatic', ...(expiresAt && { expiresAt: expiresAt.toISOString() }) }
    }
  }) as DataOf<typeof conversationOffered>

test('an agent who is offered a conversation is notified for as long as the offer stands, without a word about the contact', () => {
  const push = offerPush(offered(after(60_000)), noon, after(500))
  expect(push).toEqual({ agentId: 'ana', payload: { kind: 'offer', conversationId: 'c' }, ttlSeconds: 59 })
  expect(offerPush(offered(), noon, noon)).toMatchObject({ ttlSeconds: 300 })
})

test('no offer is shown for longer than it stands, by a clock that is behind', () => {
  expect(offerPush(offered(after(60_000)), noon, after(-1500))).toMatchObject({ ttlSeconds: 60 })
})

test('nobody is notified of what is over or no longer news', () => {
  expect(offerPush(offered(after(1000)), noon, after(1000))).toBeUndefined()
  expect(offerPush(offered(), noon, after(60_001))).toBeUndefined()
  expect(offerPush({ conversation: { id: 'c' } } as DataOf<typeof conversationOffered>, noon, noon)).toBeUndefined()
})
