// A module runtime for jest that loads modules with Node itself: code in a `vm` context is several times slower, and
// every test file there evaluates all packages again. Packages are loaded once per worker, the project's own modules
// once per test file, so that files do not share module state; what has no state is loaded once, too.
import { readFileSync } from 'node:fs'
import { createRequire, type ResolveHookSync, registerHooks, stripTypeScriptTypes } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { root } from '../root.ts'

const require = createRequire(import.meta.url)
// its types describe what `require` returns
const { default: JestRuntime }: typeof import('jest-runtime') = require('jest-runtime')
const circus = dirname(require.resolve('jest-circus'))

const PROJECT = pathToFileURL(`${root}/`).href
const NAMES = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest', 'test'] as const
/** What `@jest/globals` exports to the current test file. */
const GLOBALS = Symbol.for('globals of the test file')
const globalsModule = `export const { ${NAMES.join(', ')} } = globalThis[Symbol.for('${GLOBALS.description}')]`

/** Have no state but caches; schemas cost a tenth of a second to build, and more to compile when first used. */
const STATELESS = ['contracts', 'kernel'].map(name => `${PROJECT}libs/${name}/src/`)

/** How many test files this worker has begun. */
let begun = 0

const isOurs = (url: string) =>
  url.startsWith(PROJECT) && url.endsWith('.ts') && !url.endsWith('.test.ts') && !url.includes('/node_modules/')

const sources = new Map<string, string>()
function sourceOf(url: string): string {
  const path = fileURLToPath(url)
  const source = sources.get(path) ?? stripTypeScriptTypes(readFileSync(path, 'utf8'))
  sources.set(path, source)
  return source
}

/** What our modules import, which is the same for each test file. */
const resolved = new Map<string, ReturnType<ResolveHookSync>>()
const resolveOnce: ResolveHookSync = (specifier, context, next) => {
  const importer = context.parentURL?.replace(/\?file=\d+$/, '')
  if (!importer || !isOurs(importer)) return next(specifier, context)
  const key = `${specifier} ${importer}`
  const found = resolved.get(key) ?? { ...next(specifier, context), shortCircuit: true }
  resolved.set(key, found)
  return found
}

registerHooks({
  resolve(specifier, context, next) {
    if (begun === 0) return next(specifier, context)
    if (specifier === '@jest/globals') return { url: `globals:${begun}`, format: 'module', shortCircuit: true }
    const found = resolveOnce(specifier, context, next)
    return isOurs(found.url) && !STATELESS.some(lib => found.url.startsWith(lib))
      ? { ...found, url: `${found.url}?file=${begun}` }
      : found
  },
  load(url, context, next) {
    if (url.startsWith('globals:')) return { source: globalsModule, format: 'module', shortCircuit: true }
    if (url.includes('.ts?file=')) return { source: sourceOf(url), format: 'module', shortCircuit: true }
    return next(url, context)
  }
})

if (process.channel) {
  // jest has ended, perhaps killed: what tests have started here ends with this process
  const goToo = () => process.exit(1)
  process.once('disconnect', goToo)
  // jest has stopped listening, so this process may end by itself; our own listener would keep it alive
  process.on('removeListener', name => {
    if (name === 'message') process.off('disconnect', goToo)
  })
}

export default class NodeRuntime extends JestRuntime {
  private readonly testPath: string

  constructor(...args: ConstructorParameters<typeof JestRuntime>) {
    // the constructor replaces it
    const { getBuiltinModule } = process
    super(...args)
    process.getBuiltinModule = getBuiltinModule
    this.testPath = args[6]
  }

  /** Loads the part of jest that runs tests. It keeps state in its modules, so each file gets new ones. */
  override requireInternalModule<T>(path: string): T {
    for (const loaded of Object.keys(require.cache)) if (loaded.startsWith(circus)) delete require.cache[loaded]
    return require(path)
  }

  override requireModule<T>(path: string): T {
    return require(path)
  }

  override unstable_shouldLoadAsEsm(): boolean {
    return true
  }

  override setGlobalsForRuntime(
    globals: Parameters<InstanceType<typeof JestRuntime>['setGlobalsForRuntime']>[0]
  ): void {
    super.setGlobalsForRuntime(globals)
    Object.assign(globalThis, { [GLOBALS]: this.requireModuleOrMock(this.testPath, '@jest/globals') })
  }

  override async unstable_importModule(path: string): Promise<void> {
    begun += 1
    await import(pathToFileURL(path).href)
  }
}
