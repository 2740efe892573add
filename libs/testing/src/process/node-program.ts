import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the whole repository. */
export const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/[/\\]$/, '')

// Starting fills a larger young generation with garbage that an idle process never gives back; images have the same.
const YOUNG_GENERATION = '--max-semi-space-size=4'

/**
 * glibc keeps what was freed, per thread that ever allocated and the more the larger it was: the garbage of a start, or
 * the 64 MB of one password hashed, would stay resident. Smaller thresholds cost time under load. Images have the same.
 */
const GIVE_BACK_MEMORY = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '4194304',
  MALLOC_TRIM_THRESHOLD_: '4194304'
}

/**
 * What V8 takes of a container of 512 MB: several times what any service needs. With a whole machine's memory in sight it
 * would let garbage grow to four times what lives.
 */
const MOST_HEAP_MB = 256

/** How a TypeScript program of this repository is run from its sources; stripped and compiled code is kept for the next start. */
export const nodeProgram = (path: string, env: NodeJS.ProcessEnv, flags: readonly string[] = []) => ({
  command: process.execPath,
  args: ['--conditions=source', '--no-warnings', YOUNG_GENERATION, ...flags, path],
  env: { NODE_COMPILE_CACHE: join(repositoryRoot, 'node_modules/.cache/node-compile'), ...GIVE_BACK_MEMORY, ...env }
})

/** How a service is run: with the memory that it has in a container. */
export const serviceProgram = (path: string, env: NodeJS.ProcessEnv) =>
  nodeProgram(path, env, [`--max-old-space-size=${MOST_HEAP_MB}`])
