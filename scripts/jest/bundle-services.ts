// Tests start services hundreds of times, and half of the work of a start is finding and compiling a thousand files. So
// at the beginning of every run each service is bundled with all its packages from what is on disk then, and so is ops.
import { join } from 'node:path'
import { serviceNames } from '@inbox/devstack'
import { build, type Plugin } from 'rolldown'
import { root } from '../root.ts'

/** Not bundled, because it looks for its native code next to itself. */
const NATIVE = /\/node_modules\/sharp\//
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

/** Where the bundles of a run are; `folder` is that of the run. */
export const bundlesIn = (folder: string) => join(folder, 'services')

const programs = Object.fromEntries([
  ...serviceNames.map(name => [name, join(root, 'services', name, 'src/main.ts')]),
  ['ops', join(root, 'scripts/ops.ts')]
])

/**
 * Writes `<program>/main.mjs` for each service, and for ops, into the folder of a run. Source maps are for those who
 * read what services have logged (`inSources` of devstack): services that loaded them would start more slowly.
 */
export async function bundleServices(folder: string): Promise<void> {
  await build({
    input: programs,
    external: NATIVE,
    platform: 'node',
    resolve: { conditionNames: ['source', 'node', 'default'] },
    plugins: [unmapped, httpAlone],
    output: {
      dir: bundlesIn(folder),
      entryFileNames: '[name]/main.mjs',
      chunkFileNames: '[name]-[hash].mjs',
      codeSplitting: { groups: [{ name: 'packages', test: PACKAGES, entriesAware: true }] },
      sourcemap: 'hidden',
      sourcemapExcludeSources: true
    }
  })
}
