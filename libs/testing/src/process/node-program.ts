import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the whole repository. */
export const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/[/\\]$/, '')

// Starting fills a larger young generation with garbage that an idle process never gives back; images have the same.
const YOUNG_GENERATION = '--max-semi-space-size=4'

/** How a TypeScript program of this repository is run from its sources; stripped and compiled code is kept for the next start. */
export const nodeProgram = (path: string, env: NodeJS.ProcessEnv) => ({
  command: process.execPath,
  args: ['--conditions=source', '--no-warnings', YOUNG_GENERATION, path],
  env: { NODE_COMPILE_CACHE: join(repositoryRoot, 'node_modules/.cache/node-compile'), ...env }
})
