import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from '../process/node-program.ts'
import { SetupProblem } from '../process/setup-problem.ts'

const home = join(repositoryRoot, 'services/inbox-web')
const built = join(home, 'dist')
/** Whatever the app is made of. */
const ingredients = [
  join(home, 'src'),
  join(home, 'public'),
  join(home, 'index.html'),
  join(home, 'vite.config.ts'),
  join(repositoryRoot, 'libs/contracts/src'),
  join(repositoryRoot, 'package-lock.json')
]

/** Builds the web app unless its build is newer than everything it is made of. Several may do so at once. */
export async function buildWeb(log: (line: string) => void = () => {}): Promise<void> {
  const builtAt = await changedAt(join(built, 'index.html')).catch(() => 0)
  const newest = Math.max(...(await Promise.all(ingredients.map(newestIn))))
  if (builtAt > newest) return
  const began = performance.now()
  const folder = join(repositoryRoot, 'node_modules/.cache', `inbox-web-${process.pid}`)
  try {
    await vite('build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn')
    await exchange(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  log(`web app: built in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

async function vite(...args: string[]): Promise<void> {
  const program = join(repositoryRoot, 'node_modules/vite/bin/vite.js')
  // tests would have React's development build otherwise
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, [program, ...args], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => output.push(String(chunk)))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new SetupProblem(`The web app could not be built:\n${output.join('')}`)
}

/** The new build in the place of the old one, which is never there by half. */
async function exchange(folder: string): Promise<void> {
  const old = `${folder}-old`
  await rename(built, old).catch(() => undefined)
  await rename(folder, built).catch((error: NodeJS.ErrnoException) => {
    // another build came first, and is as new
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  await rm(old, { recursive: true, force: true })
}

async function newestIn(path: string): Promise<number> {
  const info = await stat(path)
  if (!info.isDirectory()) return info.mtimeMs
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const times = entries.map(entry => changedAt(join(entry.parentPath, entry.name)))
  return Math.max(info.mtimeMs, ...(await Promise.all(times)))
}

const changedAt = async (path: string) => (await stat(path)).mtimeMs
