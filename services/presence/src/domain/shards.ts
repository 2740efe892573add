import { crc32 } from 'node:zlib'

/** The shard (0 to `count` - 1) that an agent's presence lives in. */
export const shardOf = (agentId: string, count: number): number => crc32(agentId) % count

/** Items by the shard of their agent, in their order; shards without any are left out. */
export function byShard<Item extends { agentId: string }>(items: readonly Item[], count: number): Map<number, Item[]> {
  const shards = new Map<number, Item[]>()
  for (const item of items) {
    const shard = shardOf(item.agentId, count)
    const list = shards.get(shard)
    if (list) list.push(item)
    else shards.set(shard, [item])
  }
  return shards
}
