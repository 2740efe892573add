import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from '../process/node-program.ts'
import { SetupProblem } from '../process/setup-problem.ts'

/** What is built for browsers: the package, and a file of its build that is as old as the build. */
const sites = [
  { name: 'inbox-web', page: 'index.html' },
  { name: 'webchat-widget', page: 'frame.html' }
] as const
/** Whatever a site is made of, beside its own folder. */
const ingredients = [join(repositoryRoot, 'libs/contracts/src'), join(repositoryRoot, 'package-lock.json')]

/**
 * Builds what browsers load, the web app and the chat for websites, unless the build is newer than everything that it is made
 * of. Several may do so at once.
 */
export async function buildWeb(log: (line: string) => void = () => {}): Promise<void> {
  for (const { name, page } of sites) await buildSite(name, page, log)
}

async function buildSite(name: string, page: string, log: (line: string) => void): Promise<void> {
  const home = join(repositoryRoot, 'services', name)
  const built = join(home, 'dist')
  const builtAt = await changedAt(join(built, page)).catch(() => 0)
  const own = ['src', 'public', page, 'vite.config.ts'].map(part => join(home, part))
  const newest = Math.max(...(await Promise.all([...own, ...ingredients].map(newestIn))))
  if (builtAt > newest) return
  const began = performance.now()
  const folder = join(repositoryRoot, 'node_modules/.cache', `${name}-${process.pid}`)
  try {
    await vite(home, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn')
    await exchange(folder, built)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  log(`${name}: built in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

async function vite(home: string, ...args: string[]): Promise<void> {
  const program = join(repositoryRoot, 'node_modules/vite/bin/vite.js')
  // tests would have React's development build otherwise
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, [program, ...args], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => output.push(String(chunk)))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new SetupProblem(`${home} could not be built:\n${output.join('')}`)
}

/** The new build in the place of the old one, which is never there by half. */
async function exchange(folder: string, built: string): Promise<void> {
  const old = `${folder}-old`
  await rename(built, old).catch(() => undefined)
  await rename(folder, built).catch((error: NodeJS.ErrnoException) => {
    // another build came first, and is as new
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  await rm(old, { recursive: true, force: true })
}

/** 0 of what is not there. */
async function newestIn(path: string): Promise<number> {
  const info = await stat(path).catch(() => undefined)
  if (!info?.isDirectory()) return info?.mtimeMs ?? 0
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const times = entries.map(entry => changedAt(join(entry.parentPath, entry.name)))
  return Math.max(info.mtimeMs, ...(await Promise.all(times)))
}

const changedAt = async (path: string) => (await stat(path)).mtimeMs
