import { describe, expect, test } from '@jest/globals'
import { byShard, shardOf } from './shards.ts'

describe('shards', () => {
  test('an agent is always in the same shard, even for processes of another version', () => {
    const [first, second, third] = ['agent-1', 'ana', '0193-x']
    expect([first, second, third].map(id => shardOf(id, 8))).toEqual([1, 2, 3])
    expect([first, second, third].map(id => shardOf(id, 16))).toEqual([9, 2, 11])
    for (let count = 1; count <= 16; count++) expect(shardOf('agent-1', count)).toBeLessThan(count)
  })

  test('agents are spread evenly enough: no shard has more than one and a half times its share', () => {
    const shards = byShard(
      Array.from({ length: 8000 }, (_, index) => ({ agentId: `agent-${index}` })),
      8
    )
    for (const items of shards.values()) expect(items.length).toBeLessThan(1500)
  })

  test('the order of everything about one agent is kept', () => {
    const items = Array.from({ length: 20 }, (_, n) => ({ agentId: `a${n % 3}`, n }))
    for (const list of byShard(items, 2).values())
      for (const id of ['a0', 'a1', 'a2']) {
        const own = list.filter(item => item.agentId === id).map(item => item.n)
        expect(own).toEqual([...own].sort((a, b) => a - b))
      }
  })
})
