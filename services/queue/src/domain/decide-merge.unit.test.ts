import { describe, expect, it } from '@jest/globals'
import { after, inStatus, noon } from '../../test/builders.ts'
import type { Conversation } from './conversation.ts'
import { decide } from './decide.ts'
import { keptOf } from './decide-merge.ts'

const theirs = { id: 'theirs', createdAt: after(1000) }
const inOrderOfNearness: [string, (change?: object) => Conversation][] = [
  ['inactive', change => inStatus.inactive(change)],
  ['pending', change => inStatus.pending(change)],
  ['queued', change => inStatus.queued(change)],
  ['ongoing', change => inStatus.ongoing(change)]
]

describe('of two conversations of one person about the same thing', () => {
  it.each(inOrderOfNearness.slice(1).map(([name, make], n) => [name, make, inOrderOfNearness[n]![1]] as const))(
    'the one closer to its answer continues, though it is younger: %s',
    (_, near, far) => {
      expect(keptOf(far(), near(theirs)).id).toBe('theirs')
      expect(keptOf(near(theirs), far()).id).toBe('theirs')
    }
  )

  it.each(inOrderOfNearness)('the older one continues if both are %s', (_, make) => {
    expect([keptOf(make(), make(theirs)).id, keptOf(make(theirs), make()).id]).toEqual(['conv', 'conv'])
  })
})

describe('T22: a conversation that continues in another', () => {
  const goOn = { type: 'continueIn', conversationId: 'theirs' } as const

  it.each(['queued', 'offered', 'transferring', 'ongoing', 'pending', 'inactive'] as const)(
    'ends from %s, holds no slot, and counts as nobody’s loss or work',
    status => {
      const decided = decide(goOn, inStatus[status](), after(5000))
      if (!decided.ok || decided.value === 'unchanged') throw new Error('not ended')
      const { next, step } = decided.value
      expect(next).toMatchObject({ status: 'closed', reason: 'merged', continuedIn: 'theirs' })
      expect(next).not.toHaveProperty('slots')
      expect(step).toMatchObject({ rule: 'T22', to: 'closed', cause: 'merged', actor: { kind: 'system' } })
      expect(step).not.toHaveProperty('waitedMs')
      expect(step).not.toHaveProperty('handledMs')
    }
  )

  it('is closed once', () => {
    expect(decide(goOn, inStatus.closed(), noon)).toMatchObject({ value: 'unchanged' })
  })

  it('carries over what is unread, said last and still to be answered, once', () => {
    const lastMessage = { direction: 'inbound', preview: 'urgent', at: after(10) } as const
    const other = inStatus.closed({
      ...theirs,
      unread: 3,
      lastMessage,
      tags: ['vip'],
      window: { expiresAt: after(9e7) }
    })
    const absorb = { type: 'absorb', other } as const
    const decided = decide(absorb, inStatus.ongoing(), noon)
    if (!decided.ok || decided.value === 'unchanged') throw new Error('not absorbed')
    const { next } = decided.value
    expect(next).toMatchObject({
      status: 'ongoing',
      unread: 4,
      lastMessage,
      tags: ['vip'],
      window: { expiresAt: after(9e7) }
    })
    expect(decide(absorb, next, noon)).toMatchObject({ value: 'unchanged' })
  })
})
