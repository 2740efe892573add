import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the whole repository. */
export const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/[/\\]$/, '')

/** How a TypeScript program of this repository is run from its sources; compiled code is kept, which halves its start. */
export const nodeProgram = (path: string, env: NodeJS.ProcessEnv) => ({
  command: process.execPath,
  args: ['--conditions=source', '--no-warnings', path],
  env: { NODE_COMPILE_CACHE: join(repositoryRoot, 'node_modules/.cache/node-compile'), ...env }
})
