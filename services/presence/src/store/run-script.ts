import { createHash } from 'node:crypto'
import { Retryable } from '@inbox/kernel'
import type { Redis } from '@inbox/storage/redis'

/** One atomic step in Redis: its keys (all of one shard) and its arguments. */
export type Script<Reply> = (
  redis: Redis,
  keys: readonly string[],
  args: readonly (string | number)[]
) => Promise<Reply>

/** A Lua script, sent in full only to a server that does not have it yet. Throws Retryable while Redis is away. */
export function script<Reply>(lua: string): Script<Reply> {
  const sha = createHash('sha1').update(lua).digest('hex')
  return (redis, keys, args) =>
    redisCall(
      () =>
        redis
          .evalsha(sha, keys.length, ...keys, ...args)
          .catch((error: Error) =>
            error.message.startsWith('NOSCRIPT')
              ? redis.eval(lua, keys.length, ...keys, ...args)
              : Promise.reject(error)
          ) as Promise<Reply>
    )
}

const PASSING = /^(LOADING|BUSY|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK)\b/

/** Runs a Redis call so that "Redis is away" becomes Retryable; errors that Redis itself returns remain defects. */
export async function redisCall<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { name, message } = error as Error
    if (name === 'ReplyError' && !PASSING.test(message)) throw error
    throw new Retryable(`redis: ${message}`, { cause: error })
  }
}
