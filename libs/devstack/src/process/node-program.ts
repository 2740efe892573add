import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Service } from '../system/services.ts'

export const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/[/\\]$/, '')

/** Every message makes garbage in these: with 4 MB instead of Node's 16, ingest takes 99 instead of 83 µs for one. */
const BUSY: readonly Service[] = ['channel-ingest', 'queue']

/**
 * Elsewhere a larger young generation only keeps garbage resident. Buffers count as old at once, so unless the heap may
 * grow to three times its live size, a busy service with little live data would scan all of it every 3,000 messages.
 * Images use the same settings.
 */
const garbage = (service?: Service) =>
  service && BUSY.includes(service)
    ? ['--max-semi-space-size=16', '--heap-growing-percent=200']
    : ['--max-semi-space-size=4']

/**
 * glibc keeps freed memory, per thread that ever allocated, and more of it the larger the blocks were: the garbage of a
 * start, or the 64 MB of hashing one password, would stay resident. Smaller thresholds cost time under load. Images use
 * the same settings.
 */
const GIVE_BACK_MEMORY = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '4194304',
  MALLOC_TRIM_THRESHOLD_: '4194304'
}

/**
 * What V8 uses of a 512 MB container: several times what any service needs. Seeing a whole machine's memory, it would
 * let garbage grow to four times the live data.
 */
const MAX_HEAP_MB = 256

/** Keeps stripped and compiled code for the next start. */
export const COMPILE_CACHE = join(repositoryRoot, 'node_modules/.cache/node-compile')

/** How to run a TypeScript program of this repository from its sources. */
export const nodeProgram = (path: string, env: NodeJS.ProcessEnv, memory = garbage()) => ({
  command: process.execPath,
  args: ['--conditions=source', '--no-warnings', ...memory, path],
  env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...GIVE_BACK_MEMORY, ...env }
})

/** Tests bundle all services and ops into this folder and start them from there, which is faster. */
const { SERVICE_BUNDLES = '' } = process.env
const compiledBundles = { NODE_COMPILE_CACHE: join(SERVICE_BUNDLES, 'compiled') }

/** How to run a program: from the bundle of that name or, if there are no bundles, from its sources. */
const program = (bundle: string, source: string, env: NodeJS.ProcessEnv, memory = garbage()) =>
  SERVICE_BUNDLES
    ? nodeProgram(join(SERVICE_BUNDLES, bundle, 'main.mjs'), { ...env, ...compiledBundles }, memory)
    : nodeProgram(source, env, memory)

/** How to run a service, with the heap it has in a container. */
export function serviceProgram(service: Service, env: NodeJS.ProcessEnv, path?: string) {
  // tests have memory to spare: there a small young generation would only cost a tenth of the services' processor time
  const memory = [...(SERVICE_BUNDLES ? [] : garbage(service)), `--max-old-space-size=${MAX_HEAP_MB}`]
  return path
    ? nodeProgram(path, env, memory)
    : program(service, join(repositoryRoot, 'services', service, 'src/main.ts'), env, memory)
}

/** How to run `npm run ops`. */
export const opsProgram = (env: NodeJS.ProcessEnv) => program('ops', join(repositoryRoot, 'scripts/ops.ts'), env)

/** How to run a program that only tests start, one of those that scripts/test.ts bundles. */
export function testProgram(url: string, env: NodeJS.ProcessEnv = process.env) {
  const path = fileURLToPath(url)
  return program(relative(repositoryRoot, path).replace(/\.ts$/, ''), path, env)
}

/** The same as `serviceProgram`, but Node restarts it whenever a file it has loaded changes, its own or a lib's. */
export function watchedServiceProgram(service: Service, env: NodeJS.ProcessEnv) {
  const unwatched = serviceProgram(service, env)
  return { ...unwatched, args: ['--watch', '--watch-preserve-output', ...unwatched.args] }
}
