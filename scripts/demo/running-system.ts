import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { DemoFile } from '@inbox/devstack'
import { root } from '../root.ts'

/** What `npm start` wrote about the running system; if there is none, says why and resolves with undefined. */
export async function runningSystem(): Promise<DemoFile | undefined> {
  const { DATA_DIR: dataDir } = process.env
  const file = join(resolve(root, dataDir || '.data'), 'demo.json')
  const demo: DemoFile | undefined = await readFile(file, 'utf8').then(JSON.parse, () => undefined)
  if (demo && (await isReady(demo.gateway))) return demo
  console.error(
    demo
      ? `The system of ${file} is not responding at ${demo.gateway}: start it with \`npm start\` and wait for "ready".`
      : `No system is running (${file} does not exist): run \`npm start\` in another terminal first. Both need the same DATA_DIR.`
  )
  return undefined
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    answer => answer.ok,
    () => false
  )
