// node scripts/toolchain.mjs PROGRAM.ts [arguments]: needs only Node 20 and nothing installed; installs what the
// lockfile names and runs the program on Node 24, with our packages taken from their sources.
import { spawn } from 'node:child_process'
import { existsSync, statSync, utimesSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onStopRequest } from './stop-requests.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const installed = join(root, 'node_modules/.package-lock.json')
const ourNode = join(root, 'node_modules/.bin/node')
const [MAJOR, MINOR] = [24, 11]

/**
 * Runs a command to its end; passes signals on to it.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
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
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1))
    })
  })
}

const isInstalled = () =>
  existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs

/**
 * `npm install`, unless node_modules is as new as the lockfile; `npm ci` refuses trees with other platforms' binaries.
 */
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

/** This Node if it is new enough, otherwise the one among the packages. */
function newNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return process.execPath
  if (existsSync(ourNode)) return ourNode
  console.error(
    `Node ${MAJOR}.${MINOR} or later is required; this is ${process.version}, and there is no prebuilt one for ` +
      `${process.platform}-${process.arch} among the packages, so install it from nodejs.org or with nvm, fnm or volta.`
  )
  process.exit(1)
}

await install()
process.exit(await run(newNode(), ['--conditions=source', '--no-warnings', ...process.argv.slice(2)]))
