import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { onStopRequest } from '../stop-requests.mjs'
import { root } from '../toolchain.mjs'
import { openStage } from './stage.mjs'
import { stopwatch } from './stopwatch.mjs'
import { steps } from './story.mjs'

const { DATA_DIR: dataDir } = process.env
const file = join(resolve(root, dataDir || '.data'), 'demo.json')
const demo = await readFile(file, 'utf8').then(JSON.parse, () => undefined)
const isRunning =
  demo &&
  (await fetch(`${demo.gateway}/readyz`).then(
    answer => answer.ok,
    () => false
  ))
if (!isRunning) {
  console.error(
    demo
      ? `The system of ${file} does not answer at ${demo.gateway}: start it with \`npm start\`, wait for "ready", then try again.`
      : `No system runs (there is no ${file}): run \`npm start\` first, in another terminal. DATA_DIR tells both where their data are.`
  )
  process.exit(2)
}

const interrupted = Promise.withResolvers()
interrupted.promise.catch(() => {})
onStopRequest(signal => interrupted.reject(new Error(`stopped by ${signal}`)))
const began = performance.now()
const watch = stopwatch(line => console.log(line))
const stage = await openStage(demo)
let failed = false
try {
  for (const { title, play } of steps) {
    console.log(`\n${title}`)
    await Promise.race([play(stage, watch), interrupted.promise])
  }
} catch (error) {
  failed = true
  console.log(`  ✗ ${error.message}`)
} finally {
  await stage.clear().catch(error => console.log(`  ✗ not everything was cleared away: ${error.message}`))
}
const seconds = ((performance.now() - began) / 1000).toFixed(1)
console.log(`\n${failed ? '✗ the story failed' : '✓ the whole story'} (${seconds} s)`)
process.exit(failed ? 1 : 0)
