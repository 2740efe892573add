// npm run dev -- queue: the whole system, with the named services started again whenever their code changes.
import { ensureToolchain } from './toolchain.mjs'

await ensureToolchain()
const { develop } = await import('./dev/develop.mjs')
process.exit(await develop(process.argv.slice(2)))
