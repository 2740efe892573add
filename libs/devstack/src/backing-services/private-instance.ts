import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { endLeftover } from '../process/leftover.ts'
import type { Supervised } from '../process/supervise.ts'

/** A private backing service: with ports of its own, and its data in one folder. */
export interface PrivateInstance extends AsyncDisposable {
  readonly url: string
  readonly pid: number | undefined
  /** SIGKILL; resolves when it is gone. It stays down until `restart()`, unless it was started with `respawn`. */
  kill(): Promise<void>
  /** SIGSTOP: connections stay open, but nothing answers. */
  pause(): void
  resume(): void
  /** Same ports, same data; resolves when it answers. */
  restart(): Promise<void>
  stop(): Promise<void>
  /** The last lines it wrote. */
  output(): string[]
}

export interface PrivateOptions {
  /** Ports and data are kept here; reusing the folder finds the same data. */
  dataDir: string
  /** Whether data must survive a crash of the machine, at the cost of some speed. */
  persistent?: boolean
  /** Whether it is restarted when it ends unasked. */
  respawn?: boolean
  log?: (line: string) => void
  onLine?: (line: string) => void
  env?: NodeJS.ProcessEnv
}

/** Exposes a supervised process as an instance. */
export const instanceOf = (url: string, server: Supervised): PrivateInstance => ({
  url,
  get pid() {
    return server.pid
  },
  kill: server.kill,
  pause: server.pause,
  resume: server.resume,
  restart: server.restart,
  stop: server.stop,
  output: server.output,
  [Symbol.asyncDispose]: server.stop
})

/** Prepares the data folder and returns the `supervise` options that all private instances share. */
export async function supervision(options: PrivateOptions) {
  const pidFile = join(options.dataDir, 'pid')
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  await endLeftover(pidFile, options.dataDir)
  return {
    pidFile,
    respawn: options.respawn ?? false,
    graceMs: options.persistent ? 1200 : 0,
    ...(options.log ? { log: options.log } : {}),
    ...(options.onLine ? { onLine: options.onLine } : {})
  }
}
