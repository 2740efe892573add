import type { OperationBody, Presence, postBeats } from '@inbox/contracts'
import type { Redis } from '@inbox/storage/redis'
import type { Choice, ChoiceCause } from '../domain/choose-status.ts'
import { byShard, shardOf } from '../domain/shards.ts'
import { shardKeys } from './keys.ts'
import { beats as beatsLua } from './lua/beats.ts'
import * as lua from './lua/scripts.ts'
import { redisCall, type Script, script } from './run-script.ts'

export type Batch = OperationBody<typeof postBeats>

/** An agent as stored in Redis; `chosen` is false until a status has been chosen. */
export interface Stored {
  presence: Presence
  chosen: boolean
}

/** All agents' links and chosen statuses, by Redis's clock; every method is one atomic step per shard. */
export interface Presences {
  /** Records a gateway's batch. Unknown agents are created only if `create`; otherwise their ids are returned. */
  beats(batch: Batch, create: boolean): Promise<string[]>
  /** Writes a choice if the agent still has `version` (undefined = unknown); returns undefined if not. */
  choose(id: string, version: number | undefined, choice: Choice, cause: ChoiceCause): Promise<Stored | undefined>
  /** The given agents as far as they are known, or all agents. */
  read(ids?: readonly string[]): Promise<Stored[]>
  /** Restores agents that an emptied Redis lost; a newer version in Redis wins. */
  restore(presences: readonly Presence[]): Promise<void>
  /** Applies the consequences of silence up to now; returns how late each demotion was, in ms. */
  sweep(): Promise<number[]>
  /** Gateways silent for a third of the time-out while others reported. */
  unheard(): Promise<string[]>
  /** From now on, reports to `listener` what its steps find. */
  tell(listener: Listener): void
}

/** Told what each step found, whatever the step was for. */
export interface Listener {
  /** Something becomes due in `inMs`. */
  due?(inMs: number): void
  /** There are transitions to publish. */
  recorded?(shard: number): void
  /** The shard was found empty although it had not been before. */
  emptied?(shard: number): void
}

export interface PresencesOptions {
  redis: Redis
  prefix: string
  shards: number
  timeoutMs: number
  logoutMs: number
  /** How often gateways post. */
  batchMs: number
}

type Row = [
  id: string,
  version: string,
  status: string,
  reason: string,
  link: string,
  since: string,
  alive: string,
  chosen: string,
  statusSince: string
]
type Step<More> = Script<[born: string, nextInMs: number, recorded: number, more: More]>

/** The most agents that one script call looks at: bounds how long it blocks Redis. */
const MOST = 500
const beats: Step<number[]> = script(beatsLua)
const sweep: Step<number[]> = script(lua.sweep)
const choose: Step<Row | []> = script(lua.choose)
const read: Step<Row[]> = script(lua.read)
const restore: Step<[]> = script(lua.restore)
const unheard: Step<string[]> = script(lua.unheard)

export function openPresences(options: PresencesOptions): Presences {
  const { redis, shards } = options
  let listener: Listener = {}
  const every = Array.from({ length: shards }, (_, shard) => shard)
  const keys = every.map(shard => shardKeys(options.prefix, shard))
  const rules = [options.timeoutMs, options.logoutMs, 1.5 * options.batchMs, 2 * options.batchMs]
  const births = new Map<number, string>()

  // every reply says when the shard was born, when something is due in it, and how much was recorded
  const run = async <More>(step: Step<More>, shard: number, args: readonly (string | number)[]): Promise<More> => {
    const [born, nextInMs, recorded, more] = await step(redis, keys[shard]!.all, [...rules, ...args])
    const known = births.get(shard)
    births.set(shard, born)
    if (nextInMs >= 0) listener.due?.(nextInMs)
    if (recorded > 0) listener.recorded?.(shard)
    if (known !== undefined && known !== born) listener.emptied?.(shard)
    return more
  }

  const everybody = async () => {
    const members = await Promise.all(keys.map(({ agents }) => redisCall(() => redis.smembers(agents))))
    return new Map(members.map((ids, shard) => [shard, named(ids)]))
  }

  return {
    // each shard gets every batch, even an empty one: it proves that beats can be recorded
    async beats(batch, create) {
      const items = byShard([...kinded('b', batch.beats), ...kinded('c', batch.closed)], shards)
      for (const shard of every) if (!items.has(shard)) items.set(shard, [])
      const head = [batch.gatewayId, batch.pingMs, create ? 1 : 0]
      const unknown = await inParts(items, async (shard, part) => {
        const args = part.flatMap(({ kind, agentId, sessionId, ageMs }) => [kind, agentId, sessionId, ageMs])
        return (await run(beats, shard, [...head, ...args])).map(index => part[index]!.agentId)
      })
      return [...new Set(unknown.flat())]
    },
    async choose(id, version, choice, cause) {
      const args = [id, version ?? '', choice.status, choice.reason ?? '', cause]
      const row = await run(choose, shardOf(id, shards), args)
      return row.length === 0 ? undefined : storedOf(row)
    },
    async read(ids) {
      const wanted = ids ? byShard(named(ids), shards) : await everybody()
      const namesOf = (part: { agentId: string }[]) => part.map(({ agentId }) => agentId)
      const rows = await inParts(wanted, (shard, part) => run(read, shard, namesOf(part)))
      return rows.flat().map(storedOf)
    },
    async restore(presences) {
      await inParts(byShard(presences, shards), (shard, part) => run(restore, shard, part.flatMap(restored)))
    },
    async sweep() {
      return (await Promise.all(every.map(shard => run(sweep, shard, [MOST])))).flat()
    },
    // every shard gets each batch, so asking one is enough
    unheard: () => run(unheard, 0, [Math.max(options.timeoutMs / 3, 2 * options.batchMs)]),
    tell(given) {
      listener = given
    }
  }
}

/** All shards concurrently, each in consecutive parts; an empty list is one part. */
async function inParts<Item, Answer>(
  shards: Map<number, Item[]>,
  step: (shard: number, part: Item[]) => Promise<Answer>
): Promise<Answer[]> {
  const inOrder = async ([shard, items]: [number, Item[]]) => {
    const answers: Answer[] = []
    for (let from = 0; from === 0 || from < items.length; from += MOST)
      answers.push(await step(shard, items.slice(from, from + MOST)))
    return answers
  }
  return (await Promise.all(Array.from(shards, inOrder))).flat()
}

const named = (ids: readonly string[]) => ids.map(agentId => ({ agentId }))
const restored = ({ agentId, version, status, reason, link, statusSince }: Presence) => [
  agentId,
  version,
  status,
  reason ?? '',
  link,
  statusSince ? Date.parse(statusSince) : ''
]
const kinded = <Kind extends string>(kind: Kind, items: Batch['beats']) => items.map(item => ({ kind, ...item }))
const instantOf = (ms: string) => new Date(Number(ms)).toISOString()

const storedOf = ([agentId, version, status, reason, link, since, alive, chosen, statusSince]: Row): Stored => ({
  chosen: chosen === '1',
  presence: {
    agentId,
    version: Number(version),
    status: status as Presence['status'],
    ...(reason && { reason }),
    link: link as Presence['link'],
    since: instantOf(since),
    statusSince: instantOf(statusSince),
    ...(alive && { aliveUntil: instantOf(alive) })
  }
})
