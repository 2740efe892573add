import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinary } from './find-binary.ts'

export interface ChildSpec {
  name: string
  command: string
  args: readonly string[]
  /** The whole environment of the process. */
  env: NodeJS.ProcessEnv
  cwd?: string
  /** The account it runs as. Default: our own. */
  account?: Account | undefined
}

export interface Account {
  uid: number
  gid: number
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
  /** Why it could not be started at all. */
  error?: Error
}

export interface Child {
  readonly pid: number | undefined
  readonly exited: Promise<Exit>
  signal(name: NodeJS.Signals): void
  /** SIGTERM (after waking a paused process), then SIGKILL after `graceMs`; resolves when the process is gone. */
  end(graceMs: number): Promise<Exit>
}

/** Linux: the kernel kills the child if this process is killed, so that nothing is ever left behind. */
const dieWithParent = process.platform === 'linux' ? findBinary('setpriv', '/usr/bin:/bin') : undefined

const asAccount = (account: Account | undefined) =>
  account ? ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'] : []

/** Running children: this process leaves none behind, however it ends. */
const living = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

function withUmask<T>(mask: number, work: () => T): T {
  const before = process.umask(mask)
  try {
    return work()
  } finally {
    process.umask(before)
  }
}

/**
 * Starts a process in its own process group: Ctrl-C in the terminal reaches only us, and we end it in order. Only its
 * owner can read the files it writes.
 */
export function startChild(spec: ChildSpec, onLine: (line: string, stream: 'stdout' | 'stderr') => void): Child {
  const { account } = spec
  const [command, args] = dieWithParent
    ? [dieWithParent, [...asAccount(account), '--pdeathsig', 'TERM', spec.command, ...spec.args]]
    : [spec.command, spec.args]
  const child = withUmask(0o077, () =>
    spawn(command, args, {
      env: spec.env,
      ...(spec.cwd ? { cwd: spec.cwd } : {}),
      ...(dieWithParent ? {} : account),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe']
    })
  )
  for (const stream of ['stdout', 'stderr'] as const)
    createInterface({ input: child[stream] }).on('line', line => onLine(line, stream))
  living.add(child)
  const exited = once(child, 'exit').then(
    ([code, signal]) => ({ code, signal }) as Exit,
    error => ({ code: null, signal: null, error }) as Exit
  )
  void exited.then(() => living.delete(child))
  const signal = (name: NodeJS.Signals) => void child.kill(name)
  const end = async (graceMs: number) => {
    signal('SIGTERM')
    signal('SIGCONT')
    const patience = new AbortController()
    const forced = sleep(graceMs, undefined, { signal: patience.signal }).then(
      () => signal('SIGKILL'),
      () => {}
    )
    const exit = await exited
    patience.abort()
    await forced
    return exit
  }
  return { pid: child.pid, exited, signal, end }
}

/** `exit code 1`, `SIGKILL`, or why it could not be started. */
export const describeExit = (exit: Exit): string => exit.error?.message ?? exit.signal ?? `exit code ${exit.code}`
