import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Service } from '../system/services.ts'

/** The folder of the whole repository. */
export const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/[/\\]$/, '')

/** Every message makes garbage in these: with 4 MB instead of Node's own 16, ingest takes 99 instead of 83 µs for one. */
const BUSY: readonly Service[] = ['channel-ingest', 'queue']

/**
 * Elsewhere a larger young generation only keeps garbage resident. Buffers count as old at once: before what lives may be three
 * times as much, a busy service with little that lives would look through all of it every 3,000 messages. Images have the same.
 */
const garbage = (service?: Service) =>
  service && BUSY.includes(service)
    ? ['--max-semi-space-size=16', '--heap-growing-percent=200']
    : ['--max-semi-space-size=4']

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
const MAX_HEAP_MB = 256

/** Where stripped and compiled code is kept for the next start. */
export const COMPILE_CACHE = join(repositoryRoot, 'node_modules/.cache/node-compile')

/** How a TypeScript program of this repository is run from its sources. */
export const nodeProgram = (path: string, env: NodeJS.ProcessEnv, memory = garbage()) => ({
  command: process.execPath,
  args: ['--conditions=source', '--no-warnings', ...memory, path],
  env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...GIVE_BACK_MEMORY, ...env }
})

/** Tests have all services bundled in this folder, and start them from there, which takes less time. */
const { SERVICE_BUNDLES } = process.env

/** How a service is run: with the memory that it has in a container. */
export function serviceProgram(service: Service, env: NodeJS.ProcessEnv, path?: string) {
  const memory = [...garbage(service), `--max-old-space-size=${MAX_HEAP_MB}`]
  if (path || !SERVICE_BUNDLES) return nodeProgram(path ?? mainOf(service), env, memory)
  const compiled = { NODE_COMPILE_CACHE: join(SERVICE_BUNDLES, 'compiled') }
  return nodeProgram(join(SERVICE_BUNDLES, service, 'main.mjs'), { ...env, ...compiled }, [
    '--enable-source-maps',
    ...memory
  ])
}

/** The same, started again by Node whenever a file changes that it has loaded, of its own or of a lib. */
export function watchedServiceProgram(service: Service, env: NodeJS.ProcessEnv) {
  const program = serviceProgram(service, env)
  return { ...program, args: ['--watch', '--watch-preserve-output', ...program.args] }
}

const mainOf = (service: Service) => join(repositoryRoot, 'services', service, 'src/main.ts')
