// Runs on Node 20 with nothing installed: installs what the lockfile names and moves on to Node 24.
import { spawn } from 'node:child_process'
import { existsSync, statSync, utimesSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onStopRequest } from './stop-requests.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const installed = join(root, 'node_modules/.package-lock.json')
const ourNode = join(root, 'node_modules/.bin/node')
const NEEDED = [24, 11]

/** Runs a command to its end and answers its exit code; signals to us reach it. */
function run(command, args) {
  return new Promise(resolve => {
    const child = spawn(command, args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    const listenNoMore = onStopRequest(signal => child.kill(signal))
    child.on('error', error => {
      console.error(`${command} could not be started: ${error.message}`)
      resolve(1)
    })
    child.on('exit', (code, signal) => {
      listenNoMore()
      resolve(signal ? 128 + constants.signals[signal] : code)
    })
  })
}

const isInstalled = () =>
  existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs

/** `npm install` unless node_modules is as new as the lockfile; `npm ci` refuses trees with other platforms' binaries. */
async function install() {
  if (isInstalled()) return
  console.log('installing packages with npm install')
  const code = await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) {
    console.error('npm install failed: see above. Is the npm registry reachable, and the folder writable?')
    process.exit(code)
  }
  utimesSync(installed, new Date(), new Date())
}

const isNewEnough = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
}

/** Packages are taken from their sources, which only a start option can say. */
const FROM_SOURCES = '--conditions=source'

/**
 * Resolves when packages are there, taken from their sources, and this process is Node 24.11 or later; else runs the same
 * script again so, under the Node that came with the packages if need be, and exits with its exit code.
 */
export async function ensureToolchain() {
  await install()
  if (isNewEnough() && process.execArgv.includes(FROM_SOURCES)) return
  if (!isNewEnough() && !existsSync(ourNode)) {
    console.error(
      `Node ${NEEDED.join('.')} or later is needed, this is ${process.version}: there is no ready-made one for ` +
        `${process.platform}-${process.arch} among the packages, so install it from nodejs.org or with nvm, fnm or volta.`
    )
    process.exit(1)
  }
  const node = isNewEnough() ? process.execPath : ourNode
  process.exit(await run(node, [FROM_SOURCES, '--no-warnings', ...process.argv.slice(1)]))
}
