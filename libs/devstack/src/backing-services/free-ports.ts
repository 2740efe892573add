import { randomInt } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Below the ephemeral ports: a client that connects to a closed one of those can connect to itself. */
const FIRST = 20_000
/** Jest workers start things concurrently and see only what already listens, so each takes ports from its own range. */
const [RANGES, LENGTH] = [8, 1500]
const first = FIRST + (Number(process.env.JEST_WORKER_ID ?? 0) % RANGES) * LENGTH

export const isFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })

/** Ports that this process has handed out, whether or not anybody listens there yet. */
const given = new Set<number>()

/** A port of 127.0.0.1 that nobody listens on; never the same one twice. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, first + LENGTH)
    if (given.has(port)) continue
    given.add(port)
    if (await isFree(port)) return port
  }
}

/** One port per name, remembered in `folder/ports.json`: the same as last time unless it has been taken. */
export async function rememberedPorts<Name extends string>(
  folder: string,
  names: readonly Name[]
): Promise<Record<Name, number>> {
  const file = join(folder, 'ports.json')
  const before: Record<string, number> = await readFile(file, 'utf8').then(JSON.parse, () => ({}))
  const ports: [Name, number][] = []
  for (const name of names) {
    const known = before[name]
    ports.push([name, known && (await isFree(known)) ? known : await freePort()])
  }
  const result = Object.fromEntries(ports) as Record<Name, number>
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`, { mode: 0o600 })
  return result
}
