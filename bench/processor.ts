import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import type { System } from '@inbox/devstack'

const TICKS_PER_SECOND = 100

/** Seconds of one core that a process has used. */
async function secondsOf(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // behind the name, which may have spaces in it, the 12th and 13th are ticks in programs and in the kernel
  const [user = 0, kernel = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return (user + kernel) / TICKS_PER_SECOND
}

/** The same of several together. */
export async function secondsOfAll(pids: readonly (number | undefined)[]): Promise<number> {
  const seconds = await Promise.all(pids.map(secondsOf))
  return seconds.reduce((sum, each) => sum + each, 0)
}

/** Processes by what they are to a reader; those that are one thing to them together. */
type Watched = Readonly<Record<string, readonly (number | undefined)[]>>

/** From now on, how busy the machine is and which services keep it so. */
export const watchProcessor = ({ services, pid }: Pick<System, 'services' | 'pid'>) =>
  watchProcesses(Object.fromEntries(services.map(name => [name, [pid(name)]])))

/** The same of any processes. */
export async function watchProcesses(watched: Watched) {
  const read = async () =>
    new Map(
      await Promise.all(Object.entries(watched).map(async ([name, pids]) => [name, await secondsOfAll(pids)] as const))
    )
  const before = await read()
  const [idleBefore, begun] = [idleMs(), performance.now()]
  return async (): Promise<string> => {
    const tookMs = performance.now() - begun
    const busy = 1 - (idleMs() - idleBefore) / (tookMs * cpus().length)
    const shares = Array.from(await read(), ([name, seconds]) => ({
      name,
      share: ((seconds - before.get(name)!) * 1000) / tookMs
    }))
      .filter(({ share }) => share >= 0.05)
      .toSorted((one, other) => other.share - one.share)
    const percent = (share: number) => `${Math.round(100 * share)} %`
    return `machine ${percent(busy)} busy; of a core ${shares.map(({ name, share }) => `${name} ${percent(share)}`).join(', ')}`
  }
}

const idleMs = () => cpus().reduce((sum, { times }) => sum + times.idle, 0)
