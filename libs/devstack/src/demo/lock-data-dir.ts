import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from '../process/leftover.ts'
import { SetupProblem } from '../process/setup-problem.ts'
import { writeFileWhole } from '../write-file-whole.ts'

interface Running {
  pid: number
  startedAt: string | undefined
}

/** Linux: when a process started (clock ticks since boot), since its pid may have been reused. */
async function startOf(pid: number): Promise<string | undefined> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return status?.slice(status.lastIndexOf(')') + 2).split(' ')[19]
}

/** Locks `dataDir` for this process; throws the other's pid if a system already runs on it. Dispose to unlock. */
export async function lockDataDir(dataDir: string): Promise<AsyncDisposable> {
  const file = join(dataDir, 'running.json')
  const other: Running | undefined = await readFile(file, 'utf8').then(JSON.parse, () => undefined)
  if (other && (await isAlive(other.pid)) && (await startOf(other.pid)) === other.startedAt)
    throw new SetupProblem(
      `A system is already running on ${dataDir} (pid ${other.pid}). Stop it with Ctrl-C or \`kill ${other.pid}\`, ` +
        'or start another with its own DATA_DIR and ports (<SERVICE>_PORT).'
    )
  await writeFileWhole(file, { pid: process.pid, startedAt: await startOf(process.pid) })
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
}
