import { describe, expect, it } from '@jest/globals'
import { inStatus, noon } from '../../test/builders.ts'
import type { Conversation } from './conversation.ts'
import { decidePrioritize } from './decide-prioritize.ts'
import { decideReturn } from './decide-work.ts'
import { unchanged } from './decision.ts'

const actor = { kind: 'agent' as const, id: 'sue', name: 'Sue' }
function prioritized(conversation: Conversation, priority: number) {
  const decided = decidePrioritize({ type: 'prioritize', priority, actor }, conversation)
  if (!decided.ok || decided.value === unchanged) throw new Error('nothing changed')
  return decided.value
}

describe('priority', () => {
  it.each([inStatus.queued(), inStatus.offered(), inStatus.ongoing(), inStatus.pending(), inStatus.inactive()])(
    'is set whatever becomes of the conversation, and records who did it ($status)',
    conversation => {
      const decision = prioritized(conversation, 7)
      expect(decision.next).toMatchObject({ status: conversation.status, priority: 7, ownPriority: 7 })
      expect(decision.prioritized).toEqual({ from: 0, to: 7, actor })
      expect(decision.step).toBeUndefined()
    }
  )

  it('set to the same value changes nothing; of a closed conversation it is refused', () => {
    const set = (conversation: Conversation) =>
      decidePrioritize({ type: 'prioritize', priority: 7, actor }, conversation)
    expect(set(inStatus.queued({ priority: 7, ownPriority: 7 }))).toMatchObject({ ok: true, value: unchanged })
    expect(set(inStatus.closed())).toMatchObject({ ok: false, error: { code: 'illegal-transition' } })
  })

  it('lets a returned conversation go first, above every priority that can be set', () => {
    const lost = decideReturn(
      { type: 'returnToQueue', agentId: 'ana', cause: 'agentLost', actor },
      inStatus.ongoing({ priority: -100, ownPriority: -100 }),
      noon
    )
    if (!lost.ok || lost.value === unchanged) throw new Error('not returned')
    expect(lost.value.next.priority).toBeGreaterThan(100)
    const raised = prioritized(lost.value.next, 50).next
    expect(raised.priority - lost.value.next.priority).toBe(150)
    expect(prioritized(raised, 0).next).not.toHaveProperty('ownPriority')
  })
})
