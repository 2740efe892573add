import { prioritizeConversation } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { levelOf, levels } from './level.ts'

test('every level is a priority that may be set, and is recognised by it', () => {
  for (const [level, priority] of Object.entries(levels)) {
    expect(prioritizeConversation.body.safeParse({ priority }).success).toBe(true)
    expect(levelOf(priority)).toBe(level)
  }
})

test.each([
  [100, 'urgent'],
  [49, 'high'],
  [1, 'high'],
  [-1, 'low'],
  [-100, 'low']
])('a priority of %s that no level has is shown as %s', (priority, level) => {
  expect(levelOf(priority)).toBe(level)
})
