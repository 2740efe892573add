import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const main = new URL('../src/main.ts', import.meta.url).pathname

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'embedded-mongo-'))

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

export type ServerProcess = {
  uri: string
  child: ChildProcess
  /** Ends it with a signal, waits, and returns its exit code. */
  end: (signal: NodeJS.Signals) => Promise<number | null>
  /** Resolves when it has ended by itself. */
  ended: Promise<{ code: number | null; errors: string }>
}

/** Runs `main.ts` as a separate process; `limitKb` limits the size of files it can write. */
export async function startProcess(environment: Record<string, string>, limitKb?: number): Promise<ServerProcess> {
  const command = [process.execPath, '--conditions=source', '--no-warnings', main]
  const limited = ['bash', '-c', `ulimit -f ${limitKb}; exec "$0" "$@"`, ...command]
  const [file = '', ...args] = limitKb === undefined ? command : limited
  const child = spawn(file, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let errors = ''
  child.stderr!.on('data', chunk => {
    errors += chunk
  })
  const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null, errors }))
  const lines = createInterface({ input: child.stdout! })
  const uri = await Promise.race([
    once(lines, 'line').then(([line]) => String(line).replace(/^listening /, '')),
    ended.then(({ code }) => Promise.reject(new Error(`ended with ${code}: ${errors}`)))
  ])
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    return (await ended).code
  }
  return { uri, child, end, ended }
}
