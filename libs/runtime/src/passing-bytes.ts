import type { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** About a fifth of what triggers V8 to scan a service's whole heap, which takes up to 100 ms. */
const COLLECTED_AFTER = 4 * 1024 ** 2

type Collect = (options: { type: 'minor' }) => void
let collect: Collect | undefined
let passed = 0

/**
 * Has the chunks of an already flowing stream freed as they pass. They die young, but lie outside V8's heap, and V8
 * counts them as heap growth: to find them, it would scan everything alive again and again.
 */
export function freeWhatPasses(stream: Readable): void {
  stream.on('data', (piece: Buffer) => {
    passed += piece.length
    if (passed < COLLECTED_AFTER) return
    passed = 0
    collect ??= exposed()
    collect({ type: 'minor' })
  })
}

function exposed(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as Collect
}
