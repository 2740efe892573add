// Tests start services hundreds of times, and half of the work of a start is to find and compile a thousand files. So each
// service is bundled with all its packages, at the beginning of every run from what is on disk then.
import { join } from 'node:path'
import { serviceNames } from '@inbox/devstack'
import { build } from 'rolldown'
import { root } from '../root.ts'

/** It looks for its machine code beside itself. */
const NATIVE = /\/node_modules\/sharp\//
const PACKAGES = /\/node_modules\//

/** Node reads the maps of all code whenever an error is made: nobody looks for the lines of packages. */
const unmapped = {
  name: 'unmapped-packages',
  transform: { filter: { id: PACKAGES }, handler: (code: string) => ({ code, map: { mappings: '' } }) }
}

/** Of a run whose folder this is. */
export const bundlesIn = (folder: string) => join(folder, 'services')

/** Writes `<service>/main.mjs` for each, in the folder of a run. */
export async function bundleServices(folder: string): Promise<void> {
  await build({
    input: Object.fromEntries(serviceNames.map(name => [name, join(root, 'services', name, 'src/main.ts')])),
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
