import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import type { System } from '@inbox/devstack'

const TICKS_PER_SECOND = 100

/** The seconds of one core that a process has used. */
async function secondsOf(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // after the name, which may contain spaces, the 12th and 13th fields are ticks in user and kernel mode
  const [user = 0, kernel = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return (user + kernel) / TICKS_PER_SECOND
}

/** The same for several processes together. */
export async function secondsOfAll(pids: readonly (number | undefined)[]): Promise<number> {
  const seconds = await Promise.all(pids.map(secondsOf))
  return seconds.reduce((sum, each) => sum + each, 0)
}

/** Processes by the names that readers know, several of which may be one thing to them. */
type Watched = Readonly<Record<string, readonly (number | undefined)[]>>

/** Measures from now on how busy the machine is, and with which services. */
export const watchProcessor = ({ services, pid }: Pick<System, 'services' | 'pid'>) =>
  watchProcesses(Object.fromEntries(services.map(name => [name, [pid(name)]])))

/** The same for any processes. */
export async function watchProcesses(watched: Watched) {
  const read = async () =>
    new Map(
      await Promise.all(Object.entries(watched).map(async ([name, pids]) => [name, await secondsOfAll(pids)] as const))
    )
  const before = await read()
  const [busy, begun] = [watchMachine(), performance.now()]
  return async (): Promise<string> => {
    const tookMs = performance.now() - begun
    const shares = Array.from(await read(), ([name, seconds]) => ({
      name,
      share: ((seconds - before.get(name)!) * 1000) / tookMs
    }))
      .filter(({ share }) => share >= 0.05)
      .toSorted((one, other) => other.share - one.share)
    return `machine ${percent(busy())} busy; of one core: ${shares.map(({ name, share }) => `${name} ${percent(share)}`).join(', ')}`
  }
}

/** Measures from now on which share of the machine's processors is busy. */
export function watchMachine(): () => number {
  const [idleBefore, begun] = [idleMs(), performance.now()]
  return () => 1 - (idleMs() - idleBefore) / ((performance.now() - begun) * cpus().length)
}

export const percent = (share: number): string => `${Math.round(100 * share)} %`

const idleMs = () => cpus().reduce((sum, { times }) => sum + times.idle, 0)
