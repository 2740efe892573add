import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from '../process/node-program.ts'
import { SetupProblem } from '../process/setup-problem.ts'

/** The packages built for browsers, each with a file that tells the age of its build. */
const sites = [
  { name: 'inbox-web', page: 'index.html' },
  { name: 'webchat-widget', page: 'frame.html' }
] as const
/** What sites are made of besides their own folders. */
const ingredients = [join(repositoryRoot, 'libs/contracts/src'), join(repositoryRoot, 'package-lock.json')]

/**
 * Builds what browsers load, the web app and the chat for websites, unless the build is newer than everything it is
 * made of. May run concurrently.
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
  // otherwise tests would get React's development build
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, [program, ...args], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => output.push(String(chunk)))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new SetupProblem(`${home} could not be built:\n${output.join('')}`)
}

/** Replaces the old build with the new one; there is never half a build. */
async function exchange(folder: string, built: string): Promise<void> {
  const old = `${folder}-old`
  await rename(built, old).catch(() => undefined)
  await rename(folder, built).catch((error: NodeJS.ErrnoException) => {
    // a concurrent build came first, and is as new
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  await rm(old, { recursive: true, force: true })
}

/** 0 if the path does not exist. */
async function newestIn(path: string): Promise<number> {
  const info = await stat(path).catch(() => undefined)
  if (!info?.isDirectory()) return info?.mtimeMs ?? 0
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const times = entries.map(entry => changedAt(join(entry.parentPath, entry.name)))
  return Math.max(info.mtimeMs, ...(await Promise.all(times)))
}

const changedAt = async (path: string) => (await stat(path)).mtimeMs
