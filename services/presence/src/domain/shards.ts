import { crc32 } from 'node:zlib'

/** The shard (0 to `count` - 1) that holds an agent's presence. */
export const shardOf = (agentId: string, count: number): number => crc32(agentId) % count

/** Groups items by their agent's shard, in order; empty shards are left out. */
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
