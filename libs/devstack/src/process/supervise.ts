import { rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, type ChildSpec, describeExit, startChild } from './child.ts'
import { endWhenHanging, type Liveness } from './end-when-hanging.ts'
import { inSources } from './in-sources.ts'
import { createLineBuffer } from './line-buffer.ts'
import { SetupProblem } from './setup-problem.ts'

/** Wait before the next start: doubles from `firstMs` to `mostMs`, and starts over after `steadyMs` alive. */
export interface BackOff {
  firstMs: number
  mostMs: number
  steadyMs: number
}
const serviceBackOff: BackOff = { firstMs: 200, mostMs: 5000, steadyMs: 10_000 }

/** A process that has ended this often while somebody waited for it to answer never will. */
const HOPELESS_ENDS = 4

export interface SuperviseOptions extends ChildSpec {
  /** Whether the process answers yet. */
  isReady: () => Promise<boolean>
  /** `false`: a process that ends stays ended until `restart()`. */
  respawn: boolean
  backOff?: BackOff
  /** Ends a process that stops answering; with `respawn`, it is restarted. */
  liveness?: Liveness
  readyTimeoutMs?: number
  /** Time between SIGTERM and SIGKILL. */
  graceMs?: number
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void
  onPid?: (pid: number | undefined) => void
  /** Contains the pid while it runs, for `endLeftover`. */
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
  /** SIGKILL; resolves when it is gone. With `respawn` it comes back by itself. */
  kill(): Promise<void>
  pause(): void
  resume(): void
  /** Ends it and keeps it ended. */
  stop(): Promise<void>
  /** Ends it if it runs, then starts it; resolves when it answers. */
  restart(): Promise<void>
}

type Lines = ReturnType<typeof createLineBuffer>

/** Starts a process and, with `respawn`, restarts it whenever it ends unasked. */
export function startSupervised(options: SuperviseOptions): Supervised {
  const { name } = options
  const lines = createLineBuffer(2000)
  const runs = createRuns(options, lines)
  const ready = () => untilReady(options, runs, lines)
  runs.start()
  return {
    name,
    get pid() {
      return runs.child?.pid
    },
    output: () => lines.last(),
    ready,
    async kill() {
      const target = runs.child
      target?.signal('SIGKILL')
      await target?.exited
    },
    pause: () => runs.child?.signal('SIGSTOP'),
    resume: () => runs.child?.signal('SIGCONT'),
    stop: runs.stop,
    async restart() {
      await runs.stop()
      runs.start()
      await ready()
    },
    [Symbol.asyncDispose]: runs.stop
  }
}

/** Consecutive runs of one process at a time. */
interface Runs {
  readonly child: Child | undefined
  /** Whether there should be a process. */
  readonly wanted: boolean
  /** How many have ended. */
  readonly ends: number
  readonly lastExit: string
  start(): void
  stop(): Promise<void>
}

function createRuns(options: SuperviseOptions, lines: Lines): Runs {
  const { name, respawn, backOff = serviceBackOff, graceMs = 2000, log = () => {} } = options
  const state = { child: undefined as Child | undefined, wanted: false, ends: 0, lastExit: 'never started' }
  let running: Promise<void> = Promise.resolve()
  let interruption = new AbortController()

  const spawnOnce = async () => {
    const child = spawnNoted(options, lines)
    state.child = child
    const { liveness } = options
    if (liveness) void endWhenHanging(child, liveness, () => log(`${name} has stopped responding; ending it`))
    const exit = await child.exited
    state.child = undefined
    state.lastExit = describeExit(exit)
    state.ends += 1
    notePid(options, undefined)
  }
  const run = async () => {
    let waitMs = backOff.firstMs
    while (state.wanted) {
      const startedAt = performance.now()
      await spawnOnce()
      if (!respawn) state.wanted = false
      if (!state.wanted) return
      if (performance.now() - startedAt >= backOff.steadyMs) waitMs = backOff.firstMs
      log(`${name} exited (${state.lastExit}); restarting in ${waitMs / 1000} s`)
      await sleep(waitMs, undefined, { signal: interruption.signal }).catch(() => {})
      waitMs = Math.min(waitMs * 2, backOff.mostMs)
    }
  }
  return Object.assign(state, {
    start() {
      state.wanted = true
      interruption = new AbortController()
      running = run()
    },
    async stop() {
      state.wanted = false
      interruption.abort()
      await state.child?.end(graceMs)
      await running
    }
  })
}

function spawnNoted(options: SuperviseOptions, lines: Lines): Child {
  const child = startChild(options, (line, stream) => {
    lines.add(line)
    options.onLine?.(line, stream)
  })
  notePid(options, child.pid)
  return child
}

function notePid({ onPid, pidFile }: SuperviseOptions, pid: number | undefined): void {
  onPid?.(pid)
  if (pidFile) pid ? writeFileSync(pidFile, String(pid), { mode: 0o600 }) : rmSync(pidFile, { force: true })
}

async function untilReady({ name, isReady, readyTimeoutMs = 60_000 }: SuperviseOptions, runs: Runs, lines: Lines) {
  const deadline = performance.now() + readyTimeoutMs
  const endsBefore = runs.ends
  const fail = (what: string) => new SetupProblem([`${name} ${what}`, ...lines.last(15).map(inSources)].join('\n  | '))
  while (!(runs.child && (await isReady().catch(() => false)))) {
    if (!runs.wanted || runs.ends - endsBefore >= HOPELESS_ENDS)
      throw fail(`exited before it was ready (${runs.lastExit})`)
    if (performance.now() > deadline) throw fail('is not responding')
    await sleep(40)
  }
}
