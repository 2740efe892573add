import { rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, type ChildSpec, describeExit, startChild } from './child.ts'
import { endWhenHanging, type Liveness } from './end-when-hanging.ts'
import { createLineBuffer } from './line-buffer.ts'
import { SetupProblem } from './setup-problem.ts'

/** Waiting time before the next start, in ms: doubles from `firstMs` to `mostMs`, from the beginning after `steadyMs` alive. */
export interface BackOff {
  firstMs: number
  mostMs: number
  steadyMs: number
}
const serviceBackOff: BackOff = { firstMs: 200, mostMs: 5000, steadyMs: 10_000 }

/** A process that ended this often while somebody waited for it to answer will not. */
const HOPELESS_ENDS = 4

export interface SuperviseOptions extends ChildSpec {
  /** Whether the process answers yet. */
  isReady: () => Promise<boolean>
  /** `false`: a process that ends stays ended until `restart()`. */
  respawn: boolean
  backOff?: BackOff
  /** Ends a process that answers no more; with `respawn` another takes its place. */
  liveness?: Liveness
  readyTimeoutMs?: number
  /** How long SIGTERM may take before SIGKILL. */
  graceMs?: number
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void
  onPid?: (pid: number | undefined) => void
  /** Holds the pid while it runs, for `endLeftover`. */
  pidFile?: string
  log?: (line: string) => void
}

export interface Supervised extends AsyncDisposable {
  readonly name: string
  readonly pid: number | undefined
  /** The last lines it wrote, oldest first. */
  output(): string[]
  /** Resolves when it answers; rejects with its last lines if it stays ended, ends again and again, or stays silent. */
  ready(): Promise<void>
  /** SIGKILL, resolves when it is gone. With `respawn` it comes back by itself. */
  kill(): Promise<void>
  pause(): void
  resume(): void
  /** Ends it and keeps it ended. */
  stop(): Promise<void>
  /** Ends it if it runs, starts it again, resolves when it answers. */
  restart(): Promise<void>
}

/** Starts a process and, with `respawn`, starts it again whenever it ends unasked. */
export function startSupervised(options: SuperviseOptions): Supervised {
  const { name, backOff = serviceBackOff, graceMs = 2000, log = () => {} } = options
  const lines = createLineBuffer(2000)
  let child: Child | undefined
  let wanted = false
  let lastExit = 'it was never started'
  let ends = 0
  let running: Promise<void> = Promise.resolve()
  let interruption = new AbortController()

  const note = (pid: number | undefined) => {
    options.onPid?.(pid)
    if (options.pidFile)
      pid ? writeFileSync(options.pidFile, String(pid), { mode: 0o600 }) : rmSync(options.pidFile, { force: true })
  }

  const spawnOnce = async () => {
    child = startChild(options, (line, stream) => {
      lines.add(line)
      options.onLine?.(line, stream)
    })
    note(child.pid)
    const { liveness } = options
    if (liveness) void endWhenHanging(child, liveness, () => log(`${name} does not answer any more, ending it`))
    const exit = await child.exited
    child = undefined
    lastExit = describeExit(exit)
    ends += 1
    note(undefined)
  }

  const run = async () => {
    let waitMs = backOff.firstMs
    while (wanted) {
      const startedAt = performance.now()
      await spawnOnce()
      if (!options.respawn) wanted = false
      if (!wanted) return
      if (performance.now() - startedAt >= backOff.steadyMs) waitMs = backOff.firstMs
      log(`${name} ended (${lastExit}), starting it again in ${waitMs / 1000} s`)
      await sleep(waitMs, undefined, { signal: interruption.signal }).catch(() => {})
      waitMs = Math.min(waitMs * 2, backOff.mostMs)
    }
  }

  const start = () => {
    wanted = true
    interruption = new AbortController()
    running = run()
  }

  const ready = async () => {
    const deadline = performance.now() + (options.readyTimeoutMs ?? 60_000)
    const endsBefore = ends
    const fail = (what: string) => new SetupProblem([`${name} ${what}`, ...lines.last(15)].join('\n  | '))
    while (!(child && (await options.isReady().catch(() => false)))) {
      if (!wanted || ends - endsBefore >= HOPELESS_ENDS) throw fail(`ended before it answered (${lastExit})`)
      if (performance.now() > deadline) throw fail('does not answer')
      await sleep(40)
    }
  }

  const stop = async () => {
    wanted = false
    interruption.abort()
    await child?.end(graceMs)
    await running
  }

  start()
  return {
    name,
    get pid() {
      return child?.pid
    },
    output: () => lines.last(),
    ready,
    async kill() {
      const target = child
      target?.signal('SIGKILL')
      await target?.exited
    },
    pause: () => child?.signal('SIGSTOP'),
    resume: () => child?.signal('SIGCONT'),
    stop,
    async restart() {
      await stop()
      start()
      await ready()
    },
    [Symbol.asyncDispose]: stop
  }
}
