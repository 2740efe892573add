import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build, defineConfig, type Plugin, type Rolldown } from 'vite'
import { compression } from 'vite-plugin-compression2'

/** The most that a visitor's browser may have to load, in bytes after gzip. */
const MOST = { loader: 4 * 1024, frame: 40 * 1024 }

const target = ['chrome109', 'edge109', 'firefox115', 'safari16.4']

/** Uses the sources of our packages, as everywhere in development. */
const resolve = { conditions: ['source', 'module', 'browser', 'production'] }

/** Builds the script that websites embed, next to the frame: one self-contained file. */
const loader = (): Plugin => ({
  name: 'loader',
  apply: 'build',
  async generateBundle() {
    const built = await build({
      configFile: false,
      logLevel: 'warn',
      resolve,
      build: {
        ...{ target, write: false, modulePreload: false },
        rolldownOptions: {
          input: 'src/loader/loader.ts',
          output: { format: 'iife', entryFileNames: 'loader.js' }
        }
      }
    })
    const { output } = built as Rolldown.RolldownOutput
    this.emitFile({ type: 'asset', fileName: 'loader.js', source: output[0].code })
  }
})

/** Fails the build if something has grown too large. */
const weight = (): Plugin => ({
  name: 'weight',
  apply: 'build',
  writeBundle({ dir = 'dist' }, bundle) {
    const weights = { loader: 0, frame: 0 }
    const files = Object.values(bundle).filter(({ fileName }) => !fileName.endsWith('.br'))
    for (const { fileName } of files)
      weights[fileName === 'loader.js' ? 'loader' : 'frame'] += gzipSync(readFileSync(`${dir}/${fileName}`)).length
    for (const part of ['loader', 'frame'] as const) {
      const says = `${part}: ${weights[part]} of at most ${MOST[part]} bytes after gzip`
      if (weights[part] > MOST[part]) this.error(says)
      this.info(says)
    }
  }
})

export default defineConfig({
  base: '/webchat/',
  // compressed here, once and well, and not by channel-adapters for every browser
  plugins: [loader(), weight(), compression({ algorithms: ['br'], include: /^assets\/.*\.(js|css)$/ })],
  resolve,
  build: {
    ...{ target, assetsInlineLimit: 0, modulePreload: false, reportCompressedSize: false },
    rolldownOptions: { input: 'frame.html' }
  }
})
