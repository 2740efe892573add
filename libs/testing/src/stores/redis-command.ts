import { addressOf, exchangeBytes } from './exchange-bytes.ts'

type Reply = string | number | null | Reply[]
const INCOMPLETE = Symbol('incomplete')

/** The RESP reply at `at`: its value, and where the next one begins. */
function parseReply(bytes: Buffer, at: number): { value: Reply; next: number } | typeof INCOMPLETE {
  const end = bytes.indexOf('\r\n', at)
  if (end < 0) return INCOMPLETE
  const line = bytes.toString('utf8', at + 1, end)
  const kind = String.fromCharCode(bytes[at] ?? 0)
  const next = end + 2
  if (kind === '-') throw new Error(line)
  if (kind === ':') return { value: Number(line), next }
  if (kind === '+' || line === '-1') return { value: kind === '+' ? line : null, next }
  if (kind === '$') {
    const last = next + Number(line)
    return bytes.length < last + 2 ? INCOMPLETE : { value: bytes.toString('utf8', next, last), next: last + 2 }
  }
  return parseArray(bytes, next, Number(line))
}

function parseArray(bytes: Buffer, at: number, length: number): { value: Reply; next: number } | typeof INCOMPLETE {
  const value: Reply[] = []
  let next = at
  while (value.length < length) {
    const item = parseReply(bytes, next)
    if (item === INCOMPLETE) return INCOMPLETE
    value.push(item.value)
    next = item.next
  }
  return { value, next }
}

const encode = (parts: readonly string[]) =>
  `*${parts.length}\r\n${parts.map(part => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`

/**
 * One command over a connection of its own (the drivers belong to libs/storage); with sentinels, to the master. Rejects
 * with Redis' own error.
 */
export async function redisCommand(url: string, ...parts: string[]): Promise<Reply> {
  const { protocol, username, password, host, pathname } = new URL(url)
  if (protocol === 'redis-sentinel:') {
    const master = await redisCommand(`redis://${host}`, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', pathname.slice(1))
    return redisCommand(`redis://${(master as string[]).join(':')}`, ...parts)
  }
  const signIn = password ? [['AUTH', ...(username ? [username] : []), decodeURIComponent(password)]] : []
  const commands = [...signIn, parts]
  return exchangeBytes(addressOf(url, 6379), Buffer.from(commands.map(encode).join('')), received => {
    let at = 0
    let last: Reply = null
    for (const _ of commands) {
      const reply = parseReply(received, at)
      if (reply === INCOMPLETE) return undefined
      at = reply.next
      last = reply.value
    }
    return { last }
  }).then(answer => answer.last)
}

/** Removes every key that begins with `prefix`. */
export async function removeKeys(url: string, prefix: string): Promise<void> {
  let cursor = '0'
  do {
    const page = (await redisCommand(url, 'SCAN', cursor, 'MATCH', `${prefix}*`, 'COUNT', '1000')) as [string, string[]]
    cursor = page[0]
    if (page[1].length) await redisCommand(url, 'UNLINK', ...page[1])
  } while (cursor !== '0')
}
