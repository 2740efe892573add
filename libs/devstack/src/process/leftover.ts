import { readFile, rm } from 'node:fs/promises'
import { waitFor } from '@inbox/testing'

/** Whether a process is running; a zombie is not. */
export async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (status !== undefined) return !/\) [ZX] /.test(status)
  if (process.platform === 'linux') return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Whether a process's command line or environment contains `marker`; pids are reused, so a pid proves nothing. */
async function mentions(pid: number, marker: string): Promise<boolean> {
  const texts = await Promise.all(
    ['cmdline', 'environ'].map(file => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''))
  )
  return texts.some(text => text.includes(marker))
}

/**
 * Ends the process that an earlier run recorded in `pidFile` and could not end because it was killed itself; two
 * servers on one data folder would destroy it. `marker`: the folder, which the process was given in some way.
 */
export async function endLeftover(pidFile: string, marker: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
  if (pid > 0 && (await isAlive(pid)) && (await mentions(pid, marker))) {
    process.kill(pid, 'SIGKILL')
    await waitFor(async () => !(await isAlive(pid)), { describe: `process ${pid} of an earlier run to end` })
  }
  await rm(pidFile, { force: true })
}
