// Tests start services hundreds of times, and half of the work of a start is finding and compiling a thousand files. So
// at the beginning of every run each service is bundled with all its packages from what is on disk then, and so is ops.
import { join } from 'node:path'
import { serviceNames } from '@inbox/devstack'
import { build } from 'rolldown'
import { root } from '../root.ts'

/** Not bundled, because it looks for its native code next to itself. */
const NATIVE = /\/node_modules\/sharp\//
const PACKAGES = /\/node_modules\//

/** Node reads source maps whenever an error is created, and nobody needs the lines of packages. */
const unmapped = {
  name: 'unmapped-packages',
  transform: { filter: { id: PACKAGES }, handler: (code: string) => ({ code, map: { mappings: '' } }) }
}

/** Where the bundles of a run are; `folder` is that of the run. */
export const bundlesIn = (folder: string) => join(folder, 'services')

const programs = Object.fromEntries([
  ...serviceNames.map(name => [name, join(root, 'services', name, 'src/main.ts')]),
  ['ops', join(root, 'scripts/ops.ts')]
])

/** Writes `<program>/main.mjs` for each service, and for ops, into the folder of a run. */
export async function bundleServices(folder: string): Promise<void> {
  await build({
    input: programs,
    external: NATIVE,
    platform: 'node',
    resolve: { conditionNames: ['source', 'node', 'default'] },
    plugins: [unmapped],
    output: {
      dir: bundlesIn(folder),
      entryFileNames: '[name]/main.mjs',
      chunkFileNames: '[name]-[hash].mjs',
      codeSplitting: { groups: [{ name: 'packages', test: PACKAGES, entriesAware: true }] },
      sourcemap: true,
      sourcemapExcludeSources: true
    }
  })
}
