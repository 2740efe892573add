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

/** From now on, how busy the machine is and which services keep it so. */
export async function watchProcessor({ services, pid }: Pick<System, 'services' | 'pid'>) {
  const read = async () =>
    new Map(await Promise.all(services.map(async name => [name, await secondsOf(pid(name))] as const)))
  const before = await read()
  const [idleBefore, begun] = [idleMs(), performance.now()]
  return async (): Promise<string> => {
    const tookMs = performance.now() - begun
    const busy = 1 - (idleMs() - idleBefore) / (tookMs * cpus().length)
    const after = await read()
    const shares = services
      .map(name => ({ name, share: ((after.get(name)! - before.get(name)!) * 1000) / tookMs }))
      .filter(({ share }) => share >= 0.05)
      .toSorted((one, other) => other.share - one.share)
    const percent = (share: number) => `${Math.round(100 * share)} %`
    return `machine ${percent(busy)} busy; of a core ${shares.map(({ name, share }) => `${name} ${percent(share)}`).join(', ')}`
  }
}

const idleMs = () => cpus().reduce((sum, { times }) => sum + times.idle, 0)
