/** One shard's keys in Redis; the hash tag keeps them on one node of a cluster. */
export interface ShardKeys {
  /** In the order in which the scripts expect them. */
  all: readonly string[]
  changes: string
  agents: string
}

/** The keys of shard `shard`. */
export function shardKeys(prefix: string, shard: number): ShardKeys {
  const key = (name: string) => `${prefix}{p${shard}}:${name}`
  const [changes, agents] = [key('changes'), key('agents')]
  // names from 0.1, as processes of both versions may run: what falls silent, what is demoted, by when
  return { all: [key('clock'), key('fading'), key('leaving'), key('gateways'), changes, agents], changes, agents }
}
