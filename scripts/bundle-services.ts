// Half of the work of starting a service is finding and compiling a thousand files. So images and tests start bundles: each
// service, and ops, with all its packages. Every run of the tests builds them anew from what is on disk.
// node --conditions=source scripts/bundle-services.ts FOLDER
import { join } from 'node:path'
import { serviceNames } from '@inbox/devstack'
import { build, type Plugin } from 'rolldown'
import { root } from './root.ts'

const OUTSIDE = [
  // looks for its native code next to itself
  /\/node_modules\/sharp\//,
  // a package may use it for colours if it is installed, as it is for development only
  'supports-color'
]
const PACKAGES = /\/node_modules\//

/** Nobody needs the lines of packages. */
const unmapped: Plugin = {
  name: 'unmapped-packages',
  transform: { filter: { id: PACKAGES }, handler: code => ({ code, map: { mappings: '' } }) }
}

/** An `import` of `http` reads all its exports and so loads `fetch` and `WebSocket`, a tenth of the work of a start. */
const httpAlone: Plugin = {
  name: 'http-alone',
  resolveId: { filter: { id: /^(node:)?http$/ }, handler: () => '\0http' },
  load: { filter: { id: /^\0http$/ }, handler: () => "module.exports = process.getBuiltinModule('node:http')" }
}

/** Where the bundles are in the folder they were written to. */
export const bundlesIn = (folder: string) => join(folder, 'services')

interface BundleOptions {
  mapped?: boolean
  /** More programs: their paths in the repository, without `.ts`. */
  also?: readonly string[]
}

const programs = (also: readonly string[]) =>
  Object.fromEntries([
    ...serviceNames.map(name => [name, join(root, 'services', name, 'src/main.ts')]),
    ['ops', join(root, 'scripts/ops.ts')],
    ...also.map(path => [path, join(root, `${path}.ts`)])
  ])

/**
 * Writes `services/<program>/main.mjs` for each service, and for ops, into the folder. Without `mapped`, Node does not load
 * the source maps, which makes starts faster: they are for those who read what services have logged (`inSources` of devstack).
 */
export async function bundleServices(folder: string, { mapped = false, also = [] }: BundleOptions = {}): Promise<void> {
  await build({
    input: programs(also),
    external: OUTSIDE,
    platform: 'node',
    resolve: { conditionNames: ['source', 'node', 'default'] },
    plugins: [unmapped, httpAlone],
    output: {
      dir: bundlesIn(folder),
      entryFileNames: '[name]/main.mjs',
      chunkFileNames: '[name]-[hash].mjs',
      codeSplitting: { groups: [{ name: 'packages', test: PACKAGES, entriesAware: true }] },
      sourcemap: mapped || 'hidden',
      sourcemapExcludeSources: true
    }
  })
}

if (import.meta.main) await bundleServices(process.argv[2]!, { mapped: true })
